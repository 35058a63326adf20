package io.interp.partition.mixture;

/** What is done to the filters' scale before they are grouped. */
public enum Normalisation {

    /** Each filter is divided by its root mean square over images and positions, so that only the pattern counts. */
    FILTER_RMS,

    /** Filters are grouped as they are, as printed in the paper; filters of like magnitude then attract each other. */
    NONE
}
