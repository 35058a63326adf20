package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;

/**
 * The sun; its side is also the side that things are lit from, whether it is seen or not.
 *
 * @param size of its disc; at 0 it is not seen
 * @param x from the left of the image to its right
 * @param height from the horizon to the top of the image
 */
public record Sun(
        @Range double size,
        @Range(low = -1) double x,
        @Range double height) {
    /**
     * Checks the ranges.
     *
     * @param size in [0, 1]
     * @param x in [-1, 1]
     * @param height in [0, 1]
     * @throws IllegalArgumentException if a factor is out of its range
     */
    public Sun {
        FactorTable.check(Sun.class, size, x, height);
    }
}
