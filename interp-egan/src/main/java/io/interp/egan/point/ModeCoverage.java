package io.interp.egan.point;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How well points cover a mixture. A point belongs to the mode whose center is nearest and is of high quality if it lies
 * within four standard deviations of it, which a perfect sampler's do in 99.97 of 100 cases; a mode's fair share of N
 * points is N over the number of modes.
 *
 * @param modes the modes that hold at least 20 % of their fair share counting high-quality points only
 * @param near the modes that hold at least 20 % of their fair share counting all points
 * @param highQuality the share of points of high quality
 * @param divergence the Jensen-Shannon divergence, in nats, between the shares of points by mode and equal shares
 * @param counts the points nearest to each mode, in the mixture's order
 */
public record ModeCoverage(int modes, int near, double highQuality, double divergence, List<Integer> counts) {

    private static final double DEVIATIONS = 4;
    private static final double LEAST_SHARE = 0.2;

    /** Copies the list. */
    public ModeCoverage {
        counts = List.copyOf(counts);
    }

    /**
     * Measures points.
     *
     * @param mixture what they should be drawn from
     * @param points x and y of each, one after the other
     * @return how well they cover it
     * @throws IllegalArgumentException if there is no point, or the number of coordinates is odd
     */
    public static ModeCoverage of(GaussianMixture mixture, float[] points) {
        if (points.length == 0 || points.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "coverage needs points of two coordinates, got " + points.length + " coordinates");
        }
        int count = points.length / 2;
        int[] all = new int[mixture.centers().size()];
        int[] good = new int[all.length];
        double reach = DEVIATIONS * mixture.deviation();
        for (int i = 0; i < count; i++) {
            int nearest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int mode = 0; mode < all.length; mode++) {
                GaussianMixture.Center center = mixture.centers().get(mode);
                double distance = Math.hypot(points[2 * i] - center.x(), points[2 * i + 1] - center.y());
                if (distance < least) {
                    least = distance;
                    nearest = mode;
                }
            }
            all[nearest]++;
            good[nearest] += least < reach ? 1 : 0;
        }
        double needed = LEAST_SHARE * count / all.length;
        return new ModeCoverage(
                holding(good, needed),
                holding(all, needed),
                Arrays.stream(good).sum() / (double) count,
                divergence(all, count),
                Arrays.stream(all).boxed().toList());
    }

    private static int holding(int[] counts, double needed) {
        return (int) Arrays.stream(counts).filter(held -> held >= needed).count();
    }

    private static double divergence(int[] counts, int total) {
        double equal = 1.0 / counts.length;
        double sum = 0;
        for (int held : counts) {
            double share = held / (double) total;
            double mean = (share + equal) / 2;
            sum += (share > 0 ? share * Math.log(share / mean) : 0) / 2 + equal * Math.log(equal / mean) / 2;
        }
        return sum;
    }

    /** {@return one line with the numbers} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d of %d modes (%d by nearest center), high quality %.1f %%, divergence of shares %.4f",
                modes,
                counts.size(),
                near,
                100 * highQuality,
                divergence);
    }
}
