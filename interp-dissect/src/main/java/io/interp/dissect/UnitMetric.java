package io.interp.dissect;

import java.util.Locale;

/** A measure of how well a unit and a class agree. */
public enum UnitMetric {
    /** Intersection over union. */
    IOU,
    /** Information quality ratio. */
    IQR,
    /** Share of positions where both are on or both are off. */
    AGREEMENT,
    /** Intersection over union in multiples of chance. */
    LIFT;

    /**
     * {@return the measure of one pair}
     *
     * @param association the pair's counts
     */
    public double of(Association association) {
        return switch (this) {
            case IOU -> association.iou();
            case IQR -> association.iqr();
            case AGREEMENT -> association.agreement();
            case LIFT -> association.lift();
        };
    }

    /** {@return the name in lower case, as rankings carry it} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
