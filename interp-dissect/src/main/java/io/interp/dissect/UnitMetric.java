package io.interp.dissect;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A measure of how well a unit and a class agree. */
public enum UnitMetric {
    /** Intersection over union. */
    IOU(Association::iou),
    /** Information quality ratio. */
    IQR(Association::iqr),
    /** Share of positions where both are on or both are off. */
    AGREEMENT(Association::agreement),
    /** Intersection over union in multiples of chance. */
    LIFT(Association::lift);

    private final ToDoubleFunction<Association> measure;

    UnitMetric(ToDoubleFunction<Association> measure) {
        this.measure = measure;
    }

    /**
     * {@return the measure of one pair}
     *
     * @param association the pair's counts
     */
    public double of(Association association) {
        return measure.applyAsDouble(association);
    }

    /** {@return the name in lower case, as rankings carry it} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
