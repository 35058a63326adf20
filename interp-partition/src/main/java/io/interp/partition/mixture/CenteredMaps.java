package io.interp.partition.mixture;

/**
 * The active filters' mean maps, shifted so that their mean is zero, and all their inner products.
 *
 * <p>The shift keeps {@code |x|^2 - 2 x.mu + |mu|^2} from cancelling when all maps share a large common part. A center
 * is a weighted mean of maps, so the inner products give every distance a fit needs, at a cost that does not depend on
 * the number of positions.
 */
final class CenteredMaps {

    /** The numbers of the active filters, {@code [A]}. */
    final int[] filter;

    /** The number A of active filters. */
    final int size;

    /** The number K of positions. */
    final int positions;

    /** The number N of images. */
    final long images;

    /** Inner products of shifted maps, {@code [A, A]}. */
    final double[] gram;

    /** The mean over images of the squared distance of a filter's map from its own mean map, {@code [A]}. */
    final double[] within;

    /** The variance per position of all filters about their common mean map. */
    final double variance;

    /** The largest mean square of a filter per position. */
    final double largestSquare;

    private final double[] offset; // [K]
    private final double[] shifted; // [A, K]

    CenteredMaps(FilterStatistics statistics) {
        positions = statistics.positions();
        images = statistics.images();
        size = statistics.activeFilters();
        filter = new int[size];
        within = new double[size];
        offset = new double[positions];
        shifted = new double[size * positions];
        double[] mean = statistics.sharedMean();
        double[] square = statistics.square();
        double largest = 0;
        for (int j = 0, a = 0; j < statistics.filters(); j++) {
            if (statistics.isActive(j)) {
                filter[a] = j;
                largest = Math.max(largest, square[j] / positions);
                System.arraycopy(mean, j * positions, shifted, a * positions, positions);
                within[a] = Math.max(0, square[j] - dot(mean, j * positions, mean, j * positions, positions));
                a++;
            }
        }
        largestSquare = largest;
        for (int i = 0; i < shifted.length; i++) {
            offset[i % positions] += shifted[i] / size;
        }
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] -= offset[i % positions];
        }
        gram = new double[size * size];
        double total = 0;
        for (int a = 0; a < size; a++) {
            for (int b = 0; b <= a; b++) {
                double product = dot(shifted, a * positions, shifted, b * positions, positions);
                gram[a * size + b] = product;
                gram[b * size + a] = product;
            }
            total += within[a] + gram[a * size + a];
        }
        variance = total / ((double) size * positions);
    }

    /** The squared distance of two mean maps. */
    double squaredDistance(int a, int b) {
        return Math.max(0, gram[a * size + a] - 2 * gram[a * size + b] + gram[b * size + b]);
    }

    /** The squared distance of a mean map from a map that was not shifted, at {@code start} of {@code center}. */
    double squaredDistance(int a, double[] center, int start) {
        double sum = 0;
        for (int k = 0; k < positions; k++) {
            double difference = shifted[a * positions + k] + offset[k] - center[start + k];
            sum += difference * difference;
        }
        return sum;
    }

    /** Writes the mean map with the given share of each filter, shares summing to 1, not shifted. */
    void mix(double[] shares, int from, double[] out, int start) {
        System.arraycopy(offset, 0, out, start, positions);
        for (int a = 0; a < size; a++) {
            double share = shares[from + a];
            if (share != 0) {
                for (int k = 0; k < positions; k++) {
                    out[start + k] += share * shifted[a * positions + k];
                }
            }
        }
    }

    /** Four partial sums let the additions overlap. */
    private static double dot(double[] x, int xStart, double[] y, int yStart, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < length; k += 4) {
            s0 += x[xStart + k] * y[yStart + k];
            s1 += x[xStart + k + 1] * y[yStart + k + 1];
            s2 += x[xStart + k + 2] * y[yStart + k + 2];
            s3 += x[xStart + k + 3] * y[yStart + k + 3];
        }
        for (; k < length; k++) {
            s0 += x[xStart + k] * y[yStart + k];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
