package io.interp.dissect.repair;

/** What a unit is set to when it is switched off. */
public enum OffLevel {
    /** Zero, as in the paper. */
    ZERO,
    /**
     * The unit's mean over images and positions: for layers where zero is not "off", such as the output of a batch norm
     * after a rectifier.
     */
    MEAN
}
