package io.interp.sefa.measure;

import io.interp.sefa.AlphaRange;
import io.interp.sefa.CodePath;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds steps that can be seen equally well: for each direction an alpha at which images change by a fixed amount, on
 * average over samples and over both ways.
 *
 * <p>The change is taken at rising alphas until it is reached, and then between the last two, by interpolation that keeps
 * the crossing between its ends (regula falsi, with the Illinois step). A direction along which images change less than
 * that up to the largest alpha keeps the largest.
 *
 * @param distance how change is measured
 * @param target the mean distance to reach, above 0, in units of the distance
 * @param largest the largest alpha tried, above 0
 * @param samples the images it is measured on
 */
public record StepCalibration(ImageDistance distance, double target, double largest, Samples samples) {

    /** A root mean square difference of pixels that is plain to see, of a possible 2: {@value}. */
    public static final double DEFAULT_TARGET = 0.3;

    private static final double FIRST = 1.0 / 64;
    private static final double PRECISION = 1e-3;
    private static final int MOST = 40;

    /**
     * One direction's step.
     *
     * @param alpha the step
     * @param change the mean distance at that step
     * @param reached whether the target was reached
     */
    public record Step(double alpha, double change, boolean reached) {}

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if target or largest alpha is not positive and finite
     */
    public StepCalibration {
        Objects.requireNonNull(distance, "distance");
        Objects.requireNonNull(samples, "samples");
        if (!(target > 0 && largest > 0) || Double.isInfinite(target) || Double.isInfinite(largest)) {
            throw new IllegalArgumentException(
                    "target and largest step must be positive, got " + target + " and " + largest);
        }
    }

    /**
     * {@return a calibration by pixels, to the default change, up to alpha 64}
     *
     * @param samples the images it is measured on; some tens are enough
     */
    public static StepCalibration of(Samples samples) {
        return new StepCalibration(ImageDistance.pixels(), DEFAULT_TARGET, 64, samples);
    }

    /**
     * Finds the step of one direction.
     *
     * @param path where codes are moved
     * @param direction the direction
     * @return the step
     * @throws IllegalArgumentException if the direction is of another space
     */
    public Step step(CodePath path, Direction direction) {
        path.space().requireSame(direction.space(), "direction '" + direction.name() + "'");
        try (StillImages still = new StillImages(path, samples)) {
            double low = 0;
            double below = 0;
            double high = Math.min(FIRST, largest);
            double change = still.change(direction, high, distance);
            while (change < target && high < largest) {
                low = high;
                below = change;
                // Change rises ever slower, so half of what a straight line foretells does not overshoot by much.
                double foretold = change > 0 ? high * target / change / 2 : 0;
                high = Math.min(largest, Math.max(2 * high, foretold));
                change = still.change(direction, high, distance);
            }
            if (change < target) {
                return new Step(high, change, false);
            }
            return between(low, below - target, high, change - target, a -> still.change(direction, a, distance));
        }
    }

    /** The crossing between two alphas, from how far the change is from the target at both. */
    private Step between(double from, double missing, double to, double surplus, DoubleUnaryOperator change) {
        double low = from;
        double high = to;
        double atLow = missing;
        double atHigh = surplus;
        double best = surplus;
        double alpha = to;
        int side = 0;
        for (int i = 0; i < MOST && Math.abs(best) > PRECISION * target; i++) {
            alpha = (low * atHigh - high * atLow) / (atHigh - atLow);
            best = change.applyAsDouble(alpha) - target;
            if (best < 0) {
                low = alpha;
                atLow = best;
                atHigh = side < 0 ? atHigh / 2 : atHigh;
                side = -1;
            } else {
                high = alpha;
                atHigh = best;
                atLow = side > 0 ? atLow / 2 : atLow;
                side = 1;
            }
        }
        return new Step(alpha, best + target, true);
    }

    /**
     * Measures how much images change along a direction.
     *
     * @param path where codes are moved
     * @param direction the direction
     * @param alpha how far, both ways
     * @return the mean distance to the unmoved images
     */
    public double change(CodePath path, Direction direction, double alpha) {
        try (StillImages still = new StillImages(path, samples)) {
            return still.change(direction, alpha, distance);
        }
    }

    /**
     * Gives every direction the range from minus to plus its step.
     *
     * @param path where codes are moved
     * @param directions the directions
     * @return the same directions with calibrated ranges
     * @throws IllegalArgumentException if they are of another space
     */
    public Directions calibrate(CodePath path, Directions directions) {
        return directions.map(d -> d.ranged(AlphaRange.symmetric(step(path, d).alpha())));
    }
}
