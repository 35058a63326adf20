package io.interp.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times of two sides that took turns, in blocks of the same work. What disturbs the machine for a while falls on both
 * blocks of a pair, so the ratio is taken pair by pair.
 */
final class BlockTimes {

    private final List<Double> ours = new ArrayList<>();
    private final List<Double> theirs = new ArrayList<>();

    void add(double oursSeconds, double theirsSeconds) {
        ours.add(oursSeconds);
        theirs.add(theirsSeconds);
    }

    double oursMedian() {
        return quantile(ours, 0.5);
    }

    double theirsMedian() {
        return quantile(theirs, 0.5);
    }

    /**
     * {@return a quantile over pairs of the ratio of ours to theirs}
     *
     * @param q in [0, 1]; 0.5 for the median
     */
    double ratio(double q) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return quantile(ratios, q);
    }

    private static double quantile(List<Double> values, double q) {
        double[] sorted = values.stream().mapToDouble(v -> v).toArray();
        Arrays.sort(sorted);
        double place = q * (sorted.length - 1);
        int low = (int) place;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
}
