package io.interp.partition.mixture;

import ai.djl.ndarray.types.DataType;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Map;

/**
 * What the mixture needs to know about the feature maps of M filters over N images: per filter the mean map, K numbers,
 * and the mean squared length of its maps, one number.
 *
 * <p>For the map {@code f_i} of a filter on image i and any center {@code mu}, the mean over images of
 * {@code |f_i - mu|^2} is {@code S - 2 m.mu + |mu|^2} with mean map {@code m} and mean square {@code S}. A Gaussian with
 * one center for all images and one variance therefore sees nothing else of the data, and the fit from these statistics
 * equals the fit from all N maps.
 *
 * <p>A filter is <em>inactive</em> if its root mean square is zero or below {@value #INACTIVE_BELOW} of the median over
 * the filters that are not all zero. Immutable.
 */
public final class FilterStatistics {

    /** The share of the median root mean square below which a filter counts as inactive. */
    public static final double INACTIVE_BELOW = 1e-3;

    private static final double ROUNDING = 1e-3;

    private final int filters;
    private final int positions;
    private final long images;
    private final double[] mean;
    private final double[] square;
    private final boolean[] active;

    private FilterStatistics(
            int filters, int positions, long images, double[] mean, double[] square, boolean[] active) {
        this.filters = filters;
        this.positions = positions;
        this.images = images;
        this.mean = mean;
        this.square = square;
        this.active = active;
    }

    /**
     * Statistics from known means.
     *
     * @param filters the number M of filters, at least 1
     * @param positions the number K of positions of a map (height times width), at least 1
     * @param mean the mean map of each filter, {@code [M, K]} row-major; copied
     * @param square the mean over images of the squared length of each filter's map, {@code [M]}; copied
     * @param images the number N of images behind the means, at least 1
     * @return the statistics
     * @throws IllegalArgumentException if a length does not fit, a value is not finite, or a mean square is smaller
     *     than the squared length of its mean map, which no set of maps can have
     */
    public static FilterStatistics of(int filters, int positions, double[] mean, double[] square, long images) {
        checkSizes(filters, positions);
        if (images < 1) {
            throw new IllegalArgumentException("filter statistics need at least 1 image, got " + images);
        }
        checkLengths(filters, positions, mean.length, square.length);
        for (int j = 0; j < filters; j++) {
            checkFilter(j, squaredNorm(mean, j, positions), square[j], 1);
        }
        double[] squares = square.clone();
        return new FilterStatistics(
                filters, positions, images, mean.clone(), squares, activeOf(rootMeanSquare(squares, positions)));
    }

    /**
     * Starts a running sum over batches.
     *
     * @param filters the number M of filters, at least 1
     * @param positions the number K of positions of a map, at least 1
     * @return an accumulator without images
     * @throws IllegalArgumentException if a number is below 1
     */
    public static Accumulator accumulator(int filters, int positions) {
        return new Accumulator(filters, positions);
    }

    /** {@return the number M of filters, inactive ones included} */
    public int filters() {
        return filters;
    }

    /** {@return the number K of positions of a map} */
    public int positions() {
        return positions;
    }

    /** {@return the number N of images} */
    public long images() {
        return images;
    }

    /** {@return a copy of the mean maps, {@code [M, K]} row-major} */
    public double[] mean() {
        return mean.clone();
    }

    /** {@return a copy of the mean squared lengths of the maps, {@code [M]}} */
    public double[] square() {
        return square.clone();
    }

    /** {@return the root mean square of each filter over images and positions, {@code [M]}} */
    public double[] rms() {
        return rootMeanSquare(square, positions);
    }

    /**
     * {@return whether a filter is active}
     *
     * @param filter its number, from 0 to M-1
     */
    public boolean isActive(int filter) {
        return active[filter];
    }

    /** {@return the number of active filters} */
    public int activeFilters() {
        int count = 0;
        for (boolean a : active) {
            count += a ? 1 : 0;
        }
        return count;
    }

    /**
     * {@return these statistics with each active filter divided by its root mean square, so that its mean square is K;
     * inactive filters become zero and stay inactive}
     *
     * <p>Without this, one variance per group lets groups gather filters of like magnitude instead of like place.
     */
    public FilterStatistics normalised() {
        double[] rms = rms();
        double[] scaledMean = new double[mean.length];
        double[] scaledSquare = new double[filters];
        for (int j = 0; j < filters; j++) {
            if (active[j]) {
                for (int k = j * positions; k < (j + 1) * positions; k++) {
                    scaledMean[k] = mean[k] / rms[j];
                }
                scaledSquare[j] = positions;
            }
        }
        return new FilterStatistics(filters, positions, images, scaledMean, scaledSquare, active);
    }

    /** {@return the sizes, such as {@code 512 filters (3 inactive), 1024 positions, 256 images}} */
    @Override
    public String toString() {
        return filters + " filters (" + (filters - activeFilters()) + " inactive), " + positions + " positions, "
                + images + " images";
    }

    /** The mean maps without a copy, for the fit; not to be written. */
    double[] sharedMean() {
        return mean;
    }

    private static double[] rootMeanSquare(double[] square, int positions) {
        return Arrays.stream(square).map(s -> Math.sqrt(s / positions)).toArray();
    }

    private static boolean[] activeOf(double[] rms) {
        double[] alive = Arrays.stream(rms).filter(r -> r > 0).sorted().toArray();
        double median = alive.length == 0 ? 0 : 0.5 * (alive[(alive.length - 1) / 2] + alive[alive.length / 2]);
        boolean[] active = new boolean[rms.length];
        for (int j = 0; j < rms.length; j++) {
            active[j] = rms[j] > 0 && rms[j] >= INACTIVE_BELOW * median;
        }
        return active;
    }

    private static double squaredNorm(double[] maps, int filter, int positions) {
        double sum = 0;
        for (int k = filter * positions; k < (filter + 1) * positions; k++) {
            sum += maps[k] * maps[k];
        }
        return sum;
    }

    private static void checkSizes(int filters, int positions) {
        if (filters < 1 || positions < 1 || (long) filters * positions > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("filter statistics need at least 1 filter and 1 position, and mean maps"
                    + " that fit one Java array, got " + filters + " filters and " + positions + " positions");
        }
    }

    private static void checkLengths(int filters, int positions, int maps, int squares) {
        if (maps != filters * positions || squares != filters) {
            throw new IllegalArgumentException("statistics of " + filters + " filters with " + positions
                    + " positions need " + filters * positions + " map values and " + filters + " squares, got " + maps
                    + " and " + squares);
        }
    }

    /** Cauchy-Schwarz: |sum of maps|^2 is at most images * sum of |map|^2; tells apart sums and means given by mistake. */
    private static void checkFilter(int filter, double squaredNorm, double square, long images) {
        if (!Double.isFinite(squaredNorm) || !Double.isFinite(square)) {
            throw new IllegalArgumentException("the feature maps of filter " + filter
                    + " hold values that are not finite; check the generator before collecting statistics");
        }
        if (square < 0 || squaredNorm > images * square * (1 + ROUNDING)) {
            throw new IllegalArgumentException("filter " + filter + ": the squared length of its map sum is "
                    + squaredNorm + ", more than " + images + " image(s) with a sum of squares of " + square
                    + " can have; give sums over the same images, not means");
        }
    }

    /**
     * A running sum of maps and of their squared lengths: add batches, merge parts collected elsewhere, save and load.
     * The order of additions changes the result only by rounding. Not thread-safe.
     */
    public static final class Accumulator {

        private static final String MAP_SUM = "mapSum";
        private static final String SQUARE_SUM = "squareSum";
        private static final String IMAGES = "images";

        private final int filters;
        private final int positions;
        private final double[] mapSum;
        private final double[] squareSum;
        private long images;

        private Accumulator(int filters, int positions) {
            checkSizes(filters, positions);
            this.filters = filters;
            this.positions = positions;
            mapSum = new double[filters * positions];
            squareSum = new double[filters];
        }

        /**
         * Continues from a saved state.
         *
         * @param state what {@link #state()} gave
         * @return an accumulator with the same sums
         * @throws IllegalArgumentException if an array is missing, has another shape, or cannot be a sum of maps
         */
        public static Accumulator fromState(Map<String, HostArray> state) {
            long[] shape = SavedArrays.get(state, MAP_SUM, DataType.FLOAT64, 2).shape();
            if (shape[0] > Integer.MAX_VALUE || shape[1] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "saved array '" + MAP_SUM + "' of shape " + Arrays.toString(shape) + " is too large");
            }
            Accumulator loaded = new Accumulator((int) shape[0], (int) shape[1]);
            double[] maps = SavedArrays.get(state, MAP_SUM, DataType.FLOAT64, 2).toDoubles();
            double[] squares =
                    SavedArrays.get(state, SQUARE_SUM, DataType.FLOAT64, 1).toDoubles();
            long images =
                    SavedArrays.get(state, IMAGES, DataType.INT64, 0).bytes().getLong();
            if (images < 0) {
                throw new IllegalArgumentException("saved filter statistics count " + images + " images");
            }
            loaded.addSums(maps, squares, images);
            return loaded;
        }

        /**
         * Adds a batch.
         *
         * @param batchMapSum the sum over the batch of each filter's map, {@code [M, K]} row-major
         * @param batchSquareSum the sum over the batch of the squared length of each filter's map, {@code [M]}
         * @param batch the number of images in the batch, at least 1
         * @return this
         * @throws IllegalArgumentException if a length does not fit, a value is not finite, or the sums contradict each
         *     other; nothing is added then
         */
        @CanIgnoreReturnValue
        public Accumulator add(float[] batchMapSum, double[] batchSquareSum, long batch) {
            if (batch < 1) {
                throw new IllegalArgumentException("a batch needs at least 1 image, got " + batch);
            }
            double[] maps = new double[batchMapSum.length];
            for (int k = 0; k < maps.length; k++) {
                maps[k] = batchMapSum[k];
            }
            addSums(maps, batchSquareSum, batch);
            return this;
        }

        /**
         * Adds what another accumulator has seen; the other stays as it is.
         *
         * @param other sums over other images of the same layer
         * @return this
         * @throws IllegalArgumentException if the numbers of filters or positions differ
         */
        @CanIgnoreReturnValue
        public Accumulator merge(Accumulator other) {
            if (other.filters != filters || other.positions != positions) {
                throw new IllegalArgumentException("can't merge statistics of " + other.filters + " filters with "
                        + other.positions + " positions into " + filters + " filters with " + positions
                        + " positions; collect both at the same layer");
            }
            addSums(other.mapSum, other.squareSum, other.images);
            return this;
        }

        /** {@return the number of images added so far} */
        public long images() {
            return images;
        }

        /**
         * {@return the statistics of all images added so far; later additions do not change them}
         *
         * @throws IllegalStateException if nothing was added
         */
        public FilterStatistics statistics() {
            if (images == 0) {
                throw new IllegalStateException("no images were added; add at least one batch");
            }
            double[] mean = Arrays.stream(mapSum).map(s -> s / images).toArray();
            double[] square = Arrays.stream(squareSum).map(s -> s / images).toArray();
            return new FilterStatistics(
                    filters, positions, images, mean, square, activeOf(rootMeanSquare(square, positions)));
        }

        /** {@return the sums, exactly: {@code mapSum [M, K]}, {@code squareSum [M]} float64, {@code images} int64} */
        public Map<String, HostArray> state() {
            return Map.of(
                    MAP_SUM, HostArray.of(mapSum, filters, positions),
                    SQUARE_SUM, HostArray.of(squareSum, filters),
                    IMAGES, HostArray.of(new long[] {images}));
        }

        private void addSums(double[] maps, double[] squares, long batch) {
            checkLengths(filters, positions, maps.length, squares.length);
            for (int j = 0; j < filters; j++) {
                checkFilter(j, squaredNorm(maps, j, positions), squares[j], batch);
            }
            for (int k = 0; k < maps.length; k++) {
                mapSum[k] += maps[k];
            }
            for (int j = 0; j < filters; j++) {
                squareSum[j] += squares[j];
            }
            images += batch;
        }
    }
}
