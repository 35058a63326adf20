package io.interp.testkit.drawn;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;

/**
 * The light on the person and the clothing. It never falls on the backdrop and never changes a mask.
 *
 * @param azimuth degrees from which the light comes, from the left of the image to its right
 * @param elevation degrees above the horizon
 * @param strength contrast between lit and shaded sides
 * @param brightness of the whole light
 * @param warmth from bluish to orange
 */
public record Light(
        @Range(low = -80, high = 80) double azimuth,
        @Range(low = -30, high = 75) double elevation,
        @Range double strength,
        @Range double brightness,
        @Range(low = -1) double warmth) {
    /**
     * Checks the ranges.
     *
     * @param azimuth in [-80, 80]
     * @param elevation in [-30, 75]
     * @param strength in [0, 1]
     * @param brightness in [0, 1]
     * @param warmth in [-1, 1]
     * @throws IllegalArgumentException if a factor is out of its range
     */
    public Light {
        FactorTable.check(Light.class, azimuth, elevation, strength, brightness, warmth);
    }
}
