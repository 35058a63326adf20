package io.interp.testkit.drawn;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;

/**
 * What the face expresses at this moment.
 *
 * @param smile from a frown over a level mouth to a smile
 * @param mouthOpening from closed lips to an open mouth that shows the teeth
 * @param browRaise from lowered to raised eyebrows
 * @param eyeOpenness from nearly closed to wide open
 * @param gaze where the eyes look, from the left of the image to its right
 */
public record Expression(
        @Range(low = -1) double smile,
        @Range double mouthOpening,
        @Range(low = -1) double browRaise,
        @Range double eyeOpenness,
        @Range(low = -1) double gaze) {
    /**
     * Checks the ranges.
     *
     * @param smile in [-1, 1]
     * @param mouthOpening in [0, 1]
     * @param browRaise in [-1, 1]
     * @param eyeOpenness in [0, 1]
     * @param gaze in [-1, 1]
     * @throws IllegalArgumentException if a factor is out of its range
     */
    public Expression {
        FactorTable.check(Expression.class, smile, mouthOpening, browRaise, eyeOpenness, gaze);
    }
}
