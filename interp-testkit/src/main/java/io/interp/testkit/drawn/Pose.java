package io.interp.testkit.drawn;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;

/**
 * How the head is turned and where it stands in the image. Turning moves features by their depth, so the nose
 * moves more than the eyes and the far side is foreshortened; the head moves back part of the way, so that the eyes
 * stay roughly aligned.
 *
 * @param yaw degrees of turn towards the right of the image
 * @param pitch degrees of nod downwards
 * @param roll degrees of tilt in the image plane, clockwise
 * @param x shift to the right; 1 is 5% of the image
 * @param y shift downwards; 1 is 5% of the image
 * @param scale size; 1 is 8% larger
 */
public record Pose(
        @Range(low = -30, high = 30) double yaw,
        @Range(low = -20, high = 20) double pitch,
        @Range(low = -15, high = 15) double roll,
        @Range(low = -1) double x,
        @Range(low = -1) double y,
        @Range(low = -1) double scale) {
    /**
     * Checks the ranges.
     *
     * @param yaw in [-30, 30]
     * @param pitch in [-20, 20]
     * @param roll in [-15, 15]
     * @param x in [-1, 1]
     * @param y in [-1, 1]
     * @param scale in [-1, 1]
     * @throws IllegalArgumentException if a factor is out of its range
     */
    public Pose {
        FactorTable.check(Pose.class, yaw, pitch, roll, x, y, scale);
    }
}
