package io.interp.dissect;

import io.interp.core.measure.SegmentClass;
import java.util.List;
import java.util.Locale;

/**
 * One unit and the class that it agrees with best.
 *
 * @param layer the layer
 * @param unit its index in the layer
 * @param label the class; where the unit agrees with none, still the best of them
 * @param threshold the level above which it counts as on for that class
 * @param association the counts of the two
 * @param low lower end of the bootstrap interval of their intersection over union, NaN without one
 * @param high upper end
 * @param interpretable whether the match exceeds all limits
 * @param top the images with the largest activation, the largest first
 */
public record DissectedUnit(
        String layer,
        int unit,
        SegmentClass label,
        double threshold,
        Association association,
        double low,
        double high,
        boolean interpretable,
        List<TopImage> top) {

    /**
     * An image that activates a unit.
     *
     * @param index its index among the images of the report
     * @param activation the largest value of the unit's map
     */
    public record TopImage(long index, double activation) {}

    /** Copies the list. */
    public DissectedUnit {
        top = List.copyOf(top);
    }

    /** {@return the intersection over union with the class} */
    public double iou() {
        return association.iou();
    }

    /** {@return one line: layer, unit, class and how well they agree} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s unit %d: %s, IoU %.3f (chance %.3f), IQR %.3f%s",
                layer,
                unit,
                label.name(),
                association.iou(),
                association.chance(),
                association.iqr(),
                interpretable ? "" : ", below the limits");
    }
}
