package io.interp.testkit.drawn;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;

/**
 * What stands behind the head, and the clothing below it.
 *
 * @param hue of the upper colour, once around the colour circle
 * @param saturation of both colours
 * @param brightness of both colours
 * @param hueShift how far the lower colour lies from the upper one; 1 is a third of the circle
 * @param tilt direction of the gradient; 1 is 45 degrees clockwise
 * @param clutter how visible the shapes behind the head are
 * @param pattern chooses the shapes; every value is a different arrangement
 * @param clothingHue hue of the clothing
 * @param clothingBrightness brightness of the clothing
 */
public record Background(
        @Range double hue,
        @Range double saturation,
        @Range double brightness,
        @Range(low = -1) double hueShift,
        @Range(low = -1) double tilt,
        @Range double clutter,
        @Range double pattern,
        @Range double clothingHue,
        @Range double clothingBrightness) {
    /**
     * Checks the ranges.
     *
     * @param hue in [0, 1]
     * @param saturation in [0, 1]
     * @param brightness in [0, 1]
     * @param hueShift in [-1, 1]
     * @param tilt in [-1, 1]
     * @param clutter in [0, 1]
     * @param pattern in [0, 1]
     * @param clothingHue in [0, 1]
     * @param clothingBrightness in [0, 1]
     * @throws IllegalArgumentException if a factor is out of its range
     */
    public Background {
        FactorTable.check(
                Background.class,
                hue,
                saturation,
                brightness,
                hueShift,
                tilt,
                clutter,
                pattern,
                clothingHue,
                clothingBrightness);
    }
}
