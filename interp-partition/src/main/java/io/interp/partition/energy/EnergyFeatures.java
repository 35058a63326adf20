package io.interp.partition.energy;

/** What is done to the scale of feature maps before they are scored. */
public enum EnergyFeatures {

    /**
     * Each filter is divided by its root mean square over images and positions, so that a generator gains nothing by
     * scaling filters up and a group gains nothing by fading away. The divisor is a {@link Scale}.
     */
    FILTER_RMS,

    /** Each image's maps are divided by their root mean square over filters and positions. */
    LAYER_RMS,

    /** Features are scored as they are, as printed in the paper; the score is then unbounded in the features' scale. */
    NONE
}
