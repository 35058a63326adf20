package io.interp.dissect.intervene;

/** How the level k that a unit is set to by an insertion is found. */
public enum LevelRule {
    /**
     * The mean of the unit weighted by how much of each cell is of the class, over all images searched: what the released
     * code does.
     */
    CONDITIONAL_MEAN,
    /** A high quantile of the unit over all images and positions, such as 99 %: that of the paper's doors. */
    QUANTILE,
    /** The mean of the unit over the cells where the class was found to be strongest, one an image. */
    TOP_LOCATIONS
}
