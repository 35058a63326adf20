package io.interp.core.stat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The squared maximum mean discrepancy between two samples: 0 for two of one distribution, larger the easier a smooth
 * function tells them apart. Unbiased, so it can be slightly negative. The kernel is exp(-|x - y|&sup2; / s&sup2;) with s
 * the median distance between the samples, unless it is given.
 *
 * <p>Takes time and memory in proportion to the product of the samples' sizes: meant for some thousand rows.
 *
 * <h2>Reference</h2>
 *
 * Gretton et al., "A Kernel Two-Sample Test", JMLR 13, 2012, equation 3 (the unbiased estimate, by lemma 6) and section 8
 * (the median of distances).
 */
public final class MaximumMeanDiscrepancy {

    private final double bandwidth;

    /** Takes the median distance between the two samples for the width of the kernel. */
    public MaximumMeanDiscrepancy() {
        this(Double.NaN, true);
    }

    /**
     * Takes a given width, which makes several comparisons comparable.
     *
     * @param bandwidth the distance s at which the kernel has fallen to 1/e
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public MaximumMeanDiscrepancy(double bandwidth) {
        this(bandwidth, false);
    }

    private MaximumMeanDiscrepancy(double bandwidth, boolean median) {
        if (!median && !(bandwidth > 0 && Double.isFinite(bandwidth))) {
            throw new IllegalArgumentException("the kernel's width must be positive and finite, got " + bandwidth);
        }
        this.bandwidth = bandwidth;
    }

    /**
     * Compares two samples.
     *
     * @param first its rows one after the other
     * @param second its rows one after the other
     * @param dimension the length of a row
     * @return the squared discrepancy; 0 if all rows of both samples are one point
     * @throws IllegalArgumentException if a sample has fewer than two rows, is no whole number of rows or holds a number
     *     that is not finite
     */
    public double between(float[] first, float[] second, int dimension) {
        check("first", first, dimension);
        check("second", second, dimension);
        double[] across = distances(first, second, dimension, false);
        double square = Double.isNaN(bandwidth) ? median(across) : bandwidth * bandwidth;
        if (square == 0) {
            // Half of the distances are 0: any other scale of the same samples tells them apart.
            square = Arrays.stream(across).max().orElse(0);
        }
        double width = square == 0 ? 1 : square;
        DoubleUnaryOperator kernel = distance -> Math.exp(-distance / width);
        return mean(distances(first, first, dimension, true), kernel)
                + mean(distances(second, second, dimension, true), kernel)
                - 2 * mean(across, kernel);
    }

    private static void check(String which, float[] rows, int dimension) {
        if (dimension < 1 || rows.length % dimension != 0 || rows.length / dimension < 2) {
            throw new IllegalArgumentException("the " + which + " sample needs at least two rows of " + dimension
                    + " numbers, got " + rows.length + " numbers");
        }
        for (float value : rows) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("the " + which + " sample holds " + value
                        + "; a sample with numbers that are not finite can't be compared");
            }
        }
    }

    /** Squared distances of all pairs, or of each pair once within one sample. */
    private static double[] distances(float[] first, float[] second, int dimension, boolean within) {
        int rows = first.length / dimension;
        int columns = second.length / dimension;
        double[] distances =
                new double[within ? Math.multiplyExact(rows, rows - 1) / 2 : Math.multiplyExact(rows, columns)];
        int at = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = within ? i + 1 : 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < dimension; k++) {
                    double apart = (double) first[i * dimension + k] - second[j * dimension + k];
                    sum += apart * apart;
                }
                distances[at++] = sum;
            }
        }
        return distances;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double mean(double[] distances, DoubleUnaryOperator kernel) {
        return Arrays.stream(distances).map(kernel).average().orElseThrow();
    }
}
