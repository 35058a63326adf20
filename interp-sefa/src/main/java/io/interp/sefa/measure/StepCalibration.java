package io.interp.sefa.measure;

import ai.djl.ndarray.NDArray;
import io.interp.sefa.AlphaRange;
import io.interp.sefa.CodePath;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import java.util.Objects;

/**
 * Finds steps that can be seen equally well: for each direction the smallest alpha at which images change by a fixed
 * amount, on average over samples and over both ways.
 *
 * <p>The change is taken at alphas that double until it is reached, and then by halving in between. A direction along
 * which images change less than that up to the largest alpha keeps the largest.
 *
 * @param distance how change is measured
 * @param target the mean distance to reach, above 0, in units of the distance
 * @param largest the largest alpha tried, above 0
 * @param samples the images it is measured on
 */
public record StepCalibration(ImageDistance distance, double target, double largest, Samples samples) {

    /** A root mean square difference of pixels that is plain to see, of a possible 2: {@value}. */
    public static final double DEFAULT_TARGET = 0.15;

    private static final double FIRST = 1.0 / 64;
    private static final double PRECISION = 1e-3;

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
        double low = 0;
        double high = Math.min(FIRST, largest);
        double change = change(path, direction, high);
        while (change < target && high < largest) {
            low = high;
            high = Math.min(2 * high, largest);
            change = change(path, direction, high);
        }
        if (change < target) {
            return new Step(high, change, false);
        }
        while (high - low > PRECISION * high) {
            double middle = (low + high) / 2;
            double there = change(path, direction, middle);
            if (there < target) {
                low = middle;
            } else {
                high = middle;
                change = there;
            }
        }
        return new Step(high, change, true);
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
        double[] sum = {0};
        samples.forEach(path, (scope, z, codes) -> {
            NDArray still = path.images(z, codes);
            for (double way : new double[] {alpha, -alpha}) {
                NDArray moved = path.images(z, direction.shift(codes, way));
                sum[0] += distance.between(moved, still).sum().getFloat();
            }
        });
        return sum[0] / (2 * samples.count());
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
