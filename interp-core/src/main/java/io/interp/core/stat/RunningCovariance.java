package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import java.util.Map;

/**
 * The mean and covariance matrix of feature vectors.
 *
 * <p>In a batch {@code [N, D, H, W]} every position is a sample. A batch's products are one float64 matrix product on
 * the engine, centred on the batch's mean, and are merged by the update of Chan, Golub and LeVeque (1979).
 */
public final class RunningCovariance implements RunningStat<RunningCovariance> {

    private final int dimension;
    private double[] mean;
    // Sum of products of deviations from the mean, row-major [D, D], symmetric.
    private double[] products;
    private long count;

    /**
     * Starts empty.
     *
     * @param dimension the number of features D, 1 or more; memory is {@code 8 D^2} bytes
     */
    public RunningCovariance(int dimension) {
        this.dimension = StatOptions.positive("dimension", dimension);
        mean = new double[dimension];
        products = new double[Math.multiplyExact(dimension, dimension)];
    }

    @Override
    public void add(NDArray batch) {
        UnitSamples.forEachPiece(batch, dimension, piece -> {
            NDArray rows = UnitSamples.rows(piece).toType(DataType.FLOAT64, false); // [S, D]
            NDArray center = rows.mean(new int[] {0}); // [D]
            NDArray centered = rows.sub(center);
            NDArray product = centered.transpose().matMul(centered); // [D, D]
            combine(rows.getShape().get(0), center.toDoubleArray(), product.toDoubleArray());
        });
    }

    @Override
    public void merge(RunningCovariance other) {
        StatOptions.requireOther(this, other);
        StatOptions.requireSame("dimension", dimension, other.dimension);
        combine(other.count, other.mean, other.products);
    }

    private void combine(long samples, double[] otherMean, double[] otherProducts) {
        if (samples == 0) {
            return;
        }
        double total = count + samples;
        double weight = count * (samples / total);
        double[] delta = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            delta[i] = otherMean[i] - mean[i];
            mean[i] += delta[i] * (samples / total);
        }
        for (int i = 0; i < dimension; i++) {
            int row = i * dimension;
            double scaled = delta[i] * weight;
            // The engine's product need not be symmetric to the last bit; the upper half is used for both.
            for (int j = i; j < dimension; j++) {
                products[row + j] += otherProducts[row + j] + scaled * delta[j];
                products[j * dimension + i] = products[row + j];
            }
        }
        count += samples;
    }

    @Override
    public long count() {
        return count;
    }

    /** {@return the number of features D} */
    public int dimension() {
        return dimension;
    }

    /**
     * {@return the mean, {@code [D]}}
     *
     * @throws IllegalStateException if there are no samples
     */
    public double[] mean() {
        StatOptions.requireSamples(1, count);
        return mean.clone();
    }

    /**
     * {@return the unbiased covariance matrix (divided by count - 1), row-major {@code [D, D]}, exactly symmetric}
     *
     * @throws IllegalStateException if there are fewer than two samples
     */
    public double[] covariance() {
        StatOptions.requireSamples(2, count);
        double[] out = new double[products.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = products[i] / (count - 1);
        }
        return out;
    }

    @Override
    public Map<String, HostArray> state() {
        return Map.of(
                "count", HostArray.of(new long[] {count}),
                "mean", HostArray.of(mean, dimension),
                "products", HostArray.of(products, dimension, dimension));
    }

    @Override
    public void restore(Map<String, HostArray> state) {
        SavedState saved = new SavedState(state);
        long savedCount = saved.count("count");
        double[] savedMean = saved.doubles("mean", dimension);
        products = saved.doubles("products", dimension, dimension);
        mean = savedMean;
        count = savedCount;
    }
}
