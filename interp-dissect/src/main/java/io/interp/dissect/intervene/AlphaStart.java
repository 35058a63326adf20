package io.interp.dissect.intervene;

/** Where the optimisation of alpha starts. */
public enum AlphaStart {
    /** At each unit's IoU with the class over the largest, as in the released code; it needs such a ranking. */
    IOU,
    /** At zero: nothing is changed at first. */
    ZEROS,
    /** At one half for every unit. */
    UNIFORM
}
