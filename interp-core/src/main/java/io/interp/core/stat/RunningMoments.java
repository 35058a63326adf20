package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import java.util.Map;

/**
 * The mean and variance of each unit.
 *
 * <p>In a batch {@code [N, U, H, W]} every position is a sample of its unit. Batches are centred on their own mean in
 * float64 and merged by the update of Chan, Golub and LeVeque (1979), so a large common offset costs no precision.
 */
public final class RunningMoments implements RunningStat<RunningMoments> {

    private final int units;
    private double[] mean;
    // Sum of squared deviations from the mean.
    private double[] squares;
    private long count;

    /**
     * Starts empty.
     *
     * @param units the number of units or dimensions, 1 or more
     */
    public RunningMoments(int units) {
        this.units = StatOptions.positive("units", units);
        mean = new double[units];
        squares = new double[units];
    }

    @Override
    public void add(NDArray batch) {
        UnitSamples.forEachPiece(batch, units, piece -> {
            NDArray columns = UnitSamples.columns(piece).toType(DataType.FLOAT64, false); // [U, S]
            int[] samplesAxis = {1};
            NDArray center = columns.mean(samplesAxis, true); // [U, 1]
            NDArray spread = columns.sub(center).square().sum(samplesAxis); // [U]
            long samples = columns.getShape().get(1);
            combine(samples, center.toDoubleArray(), spread.toDoubleArray());
        });
    }

    @Override
    public void merge(RunningMoments other) {
        StatOptions.requireOther(this, other);
        StatOptions.requireSame("units", units, other.units);
        combine(other.count, other.mean, other.squares);
    }

    private void combine(long samples, double[] otherMean, double[] otherSquares) {
        if (samples == 0) {
            return;
        }
        double total = count + samples;
        double weight = count * (samples / total);
        for (int i = 0; i < units; i++) {
            double delta = otherMean[i] - mean[i];
            mean[i] += delta * (samples / total);
            squares[i] += otherSquares[i] + delta * delta * weight;
        }
        count += samples;
    }

    @Override
    public long count() {
        return count;
    }

    /**
     * {@return the mean of each unit, {@code [U]}}
     *
     * @throws IllegalStateException if there are no samples
     */
    public double[] mean() {
        StatOptions.requireSamples(1, count);
        return mean.clone();
    }

    /**
     * {@return the unbiased variance of each unit (divided by count - 1), {@code [U]}}
     *
     * @throws IllegalStateException if there are fewer than two samples
     */
    public double[] variance() {
        StatOptions.requireSamples(2, count);
        return scaled(1.0 / (count - 1));
    }

    /**
     * {@return the variance of each unit over the samples seen (divided by count), {@code [U]}}
     *
     * @throws IllegalStateException if there are no samples
     */
    public double[] populationVariance() {
        StatOptions.requireSamples(1, count);
        return scaled(1.0 / count);
    }

    private double[] scaled(double factor) {
        double[] out = new double[units];
        for (int i = 0; i < units; i++) {
            out[i] = squares[i] * factor;
        }
        return out;
    }

    @Override
    public Map<String, HostArray> state() {
        return Map.of(
                "count", HostArray.of(new long[] {count}),
                "mean", HostArray.of(mean, units),
                "squares", HostArray.of(squares, units));
    }

    @Override
    public void restore(Map<String, HostArray> state) {
        SavedState saved = new SavedState(state);
        long savedCount = saved.count("count");
        double[] savedMean = saved.doubles("mean", units);
        squares = saved.doubles("squares", units);
        mean = savedMean;
        count = savedCount;
    }
}
