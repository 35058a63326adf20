package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;

/**
 * The meadow, the hills behind it and the bare earth before it.
 *
 * @param horizon how low the land begins
 * @param slope how far it falls towards the right
 * @param bulge how far it rises in the middle
 * @param hill height of the hill behind
 * @param hillPlace where its top is, from left to right
 * @param dryness of the grass, from lush to yellowish
 * @param bare how far the bare earth of the foreground reaches up; at 0 there is none
 * @param earth colour of the bare earth, from sand to brown
 * @param path width of the path that leads to the door, or over the meadow where no house is; at 0 there is none
 */
public record Land(
        @Range(low = -1) double horizon,
        @Range(low = -1) double slope,
        @Range(low = -1) double bulge,
        @Range double hill,
        @Range(low = -1) double hillPlace,
        @Range double dryness,
        @Range double bare,
        @Range double earth,
        @Range double path) {
    /**
     * Checks the ranges.
     *
     * @param horizon in [-1, 1]
     * @param slope in [-1, 1]
     * @param bulge in [-1, 1]
     * @param hill in [0, 1]
     * @param hillPlace in [-1, 1]
     * @param dryness in [0, 1]
     * @param bare in [0, 1]
     * @param earth in [0, 1]
     * @param path in [0, 1]
     * @throws IllegalArgumentException if a factor is out of its range
     */
    public Land {
        FactorTable.check(Land.class, horizon, slope, bulge, hill, hillPlace, dryness, bare, earth, path);
    }

    /** The height of the land's edge against the sky, in image coordinates. */
    double edge(double x) {
        return 0.10 + 0.13 * horizon + 0.09 * slope * x - 0.05 * bulge * (1 - x * x);
    }

    /** Where something stands: at depth 0 just below the edge, at depth 1 at the lower end of the image. */
    double foot(double x, double depth) {
        double edge = edge(x) + 0.05;
        return edge + depth * (0.95 - edge);
    }

    /** How large things at a depth are, against those in the middle. */
    static double scale(double depth) {
        return 0.75 + 0.5 * depth;
    }
}
