package io.interp.dissect.intervene;

import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * A measured number with an interval. The images are the independent samples: pixels and cells of one image go together.
 *
 * @param value the number
 * @param low the lower end of the interval
 * @param high the upper end
 */
public record Estimate(double value, double low, double high) {

    private static final long BOOTSTRAP = 0x6273;

    /**
     * The mean of one number an image, with the interval of the normal approximation: the mean plus and minus a quantile
     * of the normal distribution times the standard error.
     *
     * @param values one number an image
     * @param confidence in (0, 1), such as 0.95
     * @return the estimate; its interval is the whole line for a single image, and all is NaN for none
     * @throws IllegalArgumentException if the confidence is out of range
     */
    public static Estimate mean(double[] values, double confidence) {
        checkConfidence(confidence);
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        if (values.length < 2) {
            double reach = values.length == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
            return new Estimate(mean, mean - reach, mean + reach);
        }
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double error = Math.sqrt(squares / (values.length - 1) / values.length);
        double reach = new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + confidence) / 2) * error;
        return new Estimate(mean, mean - reach, mean + reach);
    }

    /**
     * The share of a total that is gone: one minus the sum after over the sum before, with the percentile bootstrap over
     * images.
     *
     * @param before one amount an image, 0 or more
     * @param after the amount in the same images after a change
     * @param confidence in (0, 1), such as 0.95
     * @param resamples how many bootstrap samples, 1 or more
     * @param seed names the resamples
     * @return the estimate; NaN if there is nothing before
     * @throws IllegalArgumentException if the lengths differ or a setting is out of range
     */
    public static Estimate removed(double[] before, double[] after, double confidence, int resamples, long seed) {
        checkConfidence(confidence);
        if (before.length != after.length || resamples < 1) {
            throw new IllegalArgumentException("a removed share needs as many amounts after as before and 1 resample or"
                    + " more, got " + before.length + ", " + after.length + " and " + resamples);
        }
        double value = 1 - Arrays.stream(after).sum() / Arrays.stream(before).sum();
        if (!Double.isFinite(value)) {
            return new Estimate(Double.NaN, Double.NaN, Double.NaN);
        }
        double[] drawn = new double[resamples];
        int filled = 0;
        for (int i = 0; i < resamples; i++) {
            RandomGenerator random = Draws.stream(seed, BOOTSTRAP, i);
            double sumBefore = 0;
            double sumAfter = 0;
            for (int j = 0; j < before.length; j++) {
                int image = random.nextInt(before.length);
                sumBefore += before[image];
                sumAfter += after[image];
            }
            if (sumBefore > 0) { // a resample without the class says nothing about its share
                drawn[filled++] = 1 - sumAfter / sumBefore;
            }
        }
        return percentiles(value, Arrays.copyOf(drawn, filled), confidence);
    }

    /**
     * An estimate from bootstrap replicates.
     *
     * @param value the number on the whole sample
     * @param replicates the number on each resample, none NaN
     * @param confidence in (0, 1), such as 0.95
     * @return the value with the percentiles of the replicates, linearly interpolated
     * @throws IllegalArgumentException if there are no replicates or the confidence is out of range
     */
    public static Estimate percentiles(double value, double[] replicates, double confidence) {
        checkConfidence(confidence);
        if (replicates.length == 0) {
            throw new IllegalArgumentException("a bootstrap interval needs 1 replicate or more, got none");
        }
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        percentile.setData(replicates);
        return new Estimate(
                value, percentile.evaluate(50 * (1 - confidence)), percentile.evaluate(50 * (1 + confidence)));
    }

    private static void checkConfidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1, got " + confidence);
        }
    }

    /**
     * {@return the estimate divided by a number, such as one normalised by how common a class is}
     *
     * @param divisor positive, or zero for an estimate that is undefined
     */
    public Estimate dividedBy(double divisor) {
        return divisor == 0
                ? new Estimate(Double.NaN, Double.NaN, Double.NaN)
                : new Estimate(value / divisor, low / divisor, high / divisor);
    }

    /** {@return the number and its interval, such as {@code 0.512 [0.470, 0.551]}} */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4g [%.4g, %.4g]", value, low, high);
    }
}
