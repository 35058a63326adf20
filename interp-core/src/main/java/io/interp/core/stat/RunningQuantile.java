package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Quantiles of each unit over any number of samples, in bounded memory.
 *
 * <p>In a batch {@code [N, U, H, W]} every position is a sample of its unit. Up to {@code resolution} samples per unit
 * all are kept and answers are exact. Beyond that each unit keeps at most about {@code 3 * resolution} floats in the
 * multi-level buffer of Karnin, Lang and Liberty (FOCS 2016), units side by side as in GAN Dissection's running
 * quantiles. The rank error is random, of mean zero; {@link #rankError} states a bound for what was seen. With 99 %
 * confidence it is about {@code 2.8 / resolution} for any number of samples: 0.0007 with the default resolution. Smallest
 * and largest value are always exact.
 *
 * <p>Same seed, same batches: same answers, bit for bit. Samples are float32.
 *
 * <h2>Reference</h2>
 * Karnin, Lang, Liberty, Optimal Quantile Approximation in Streams, FOCS 2016. The confidence bound is the
 * Azuma-Hoeffding inequality applied to the coin tosses made.
 */
public final class RunningQuantile implements RunningStat<RunningQuantile> {

    /** The default number of samples kept at the top level: {@value}. */
    public static final int DEFAULT_RESOLUTION = 4096;

    private final int units;
    private final int resolution;
    private final long seed;
    private QuantileSketch[] sketches;

    /**
     * Starts empty, with the default resolution and seed 0.
     *
     * @param units the number of units, 1 or more
     */
    public RunningQuantile(int units) {
        this(units, DEFAULT_RESOLUTION, 0);
    }

    /**
     * Starts empty.
     *
     * @param units the number of units, 1 or more
     * @param resolution how many samples per unit are kept exactly, 8 or more; memory is at most about {@code 12 *
     *     resolution} bytes per unit
     * @param seed names the coin tosses
     */
    public RunningQuantile(int units, int resolution, long seed) {
        this.units = StatOptions.positive("units", units);
        if (resolution < 8) {
            throw new IllegalArgumentException("resolution must be 8 or more, got " + resolution);
        }
        this.resolution = resolution;
        this.seed = seed;
        sketches = IntStream.range(0, units)
                .mapToObj(u -> new QuantileSketch(resolution, seed))
                .toArray(QuantileSketch[]::new);
    }

    @Override
    public void add(NDArray batch) {
        UnitSamples.forEachPiece(batch, units, piece -> {
            NDArray columns = UnitSamples.columns(piece).toType(DataType.FLOAT32, false); // [U, S]
            float[] values = columns.toFloatArray();
            int samples = values.length / units;
            forEachUnit(u -> sketches[u].add(values, u * samples, (u + 1) * samples));
        });
    }

    @Override
    public void merge(RunningQuantile other) {
        StatOptions.requireOther(this, other);
        StatOptions.requireSame("units", units, other.units);
        StatOptions.requireSame("resolution", resolution, other.resolution);
        forEachUnit(u -> sketches[u].merge(other.sketches[u]));
    }

    // Units are independent, so the result does not depend on how they are spread over threads.
    private void forEachUnit(IntConsumer action) {
        IntStream.range(0, units).parallel().forEach(action);
    }

    @Override
    public long count() {
        return sketches[0].count();
    }

    /** {@return whether all samples are still held, so that answers are exact} */
    public boolean isExact() {
        return sketches[0].steps() == 0;
    }

    /**
     * Bounds the error of a query. The fraction of samples at or below a returned quantile, and a returned
     * {@link #cdf}, is off by no more than this, with the given confidence for each query; a quantile query adds the
     * distance between two neighbouring kept samples.
     *
     * @param confidence a probability in (0, 1), such as 0.99
     * @return a fraction of {@link #count()}; 0 while {@link #isExact()}
     * @throws IllegalArgumentException if the confidence is out of range
     * @throws IllegalStateException if there are no samples
     */
    public double rankError(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1, got " + confidence);
        }
        StatOptions.requireSamples(1, count());
        // Step i moves a rank by -w, 0 or w; the tosses are independent, so P(|sum| > t) <= 2 exp(-t^2 / (2 sum w^2)).
        double bound = Math.sqrt(2 * sketches[0].errorSquares() * Math.log(2 / (1 - confidence)));
        return bound / count();
    }

    /**
     * Quantiles of all units, by linear interpolation between neighbouring samples (type 7 of Hyndman and Fan, the
     * default of numpy and R).
     *
     * @param fractions each in [0, 1]: 0 for the smallest value, 0.5 for the median, 1 for the largest
     * @return {@code [U][fractions]}
     * @throws IllegalArgumentException if a fraction is out of range
     * @throws IllegalStateException if there are no samples
     */
    public double[][] quantiles(double... fractions) {
        StatOptions.requireFractions(fractions);
        StatOptions.requireSamples(1, count());
        double[][] out = new double[units][];
        forEachUnit(u -> {
            WeightedSamples samples = sketches[u].sorted();
            out[u] = Arrays.stream(fractions).map(samples::quantile).toArray();
        });
        return out;
    }

    /**
     * The fraction of a unit's samples at or below each value. One minus it is how often a unit is above a threshold.
     *
     * @param unit the unit, from 0
     * @param values any values, not NaN
     * @return one fraction in [0, 1] for each value
     * @throws IndexOutOfBoundsException if there is no such unit
     * @throws IllegalStateException if there are no samples
     */
    public double[] cdf(int unit, double... values) {
        Objects.checkIndex(unit, units);
        StatOptions.requireSamples(1, count());
        WeightedSamples samples = sketches[unit].sorted();
        return Arrays.stream(values).map(samples::cdf).toArray();
    }

    @Override
    public Map<String, HostArray> state() {
        QuantileSketch first = sketches[0];
        int retained = first.retained();
        float[] items = new float[Math.multiplyExact(units, retained)];
        float[] extremes = new float[2 * units];
        for (int u = 0; u < units; u++) {
            sketches[u].copyItems(items, u * retained);
            extremes[2 * u] = sketches[u].min();
            extremes[2 * u + 1] = sketches[u].max();
        }
        long[] sizes = Arrays.stream(first.sizes()).asLongStream().toArray();
        return Map.of(
                "resolution", HostArray.of(new long[] {resolution}),
                "seed", HostArray.of(new long[] {seed}),
                "steps", HostArray.of(new long[] {first.steps()}),
                "errorSquares", HostArray.of(new double[] {first.errorSquares()}),
                "sizes", HostArray.of(sizes, sizes.length),
                "items", HostArray.of(items, units, retained),
                "extremes", HostArray.of(extremes, units, 2));
    }

    @Override
    public void restore(Map<String, HostArray> state) {
        SavedState saved = new SavedState(state);
        saved.requireOption("resolution", resolution);
        saved.requireOption("seed", seed);
        long steps = saved.count("steps");
        double errorSquares = saved.doubles("errorSquares")[0];
        int height = saved.length("sizes");
        long[] longSizes = saved.longs("sizes", height);
        if (height < 1 || height > 48 || Arrays.stream(longSizes).anyMatch(s -> s < 0 || s > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "saved array 'sizes' must hold 1 to 48 level sizes, got " + Arrays.toString(longSizes));
        }
        int[] sizes = Arrays.stream(longSizes).mapToInt(Math::toIntExact).toArray();
        int retained = Math.toIntExact(Arrays.stream(longSizes).sum());
        float[] items = saved.floats("items", units, retained);
        float[] extremes = saved.floats("extremes", units, 2);
        sketches = IntStream.range(0, units)
                .mapToObj(u -> sketches[u].with(
                        sizes, items, u * retained, extremes[2 * u], extremes[2 * u + 1], steps, errorSquares))
                .toArray(QuantileSketch[]::new);
    }
}
