package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/** Batch norm without scale and shift: with the stored statistics, or in a training pass with the batch's. */
final class BatchStatistics {

    private static final double EPSILON = 1e-5;
    private static final double MOVED = 0.1;

    private final Parameter mean;
    private final Parameter variance;

    BatchStatistics(PublishedBlock block, int maps) {
        mean = block.bufferOf("stored_mean", 0, maps);
        variance = block.bufferOf("stored_var", 1, maps);
    }

    /**
     * Normalises.
     *
     * @param pass the pass
     * @param x {@code [N, C, H, W]}
     * @return the same shape
     */
    NDArray normalise(PublishedBlock.Scope pass, NDArray x) {
        if (!pass.training()) {
            return scaled(x, pass.get(mean), pass.get(variance));
        }
        NDArray rows = x.swapAxes(0, 1).reshape(x.getShape().get(1), -1); // [C, NHW]
        NDArray batchMean = rows.mean(new int[] {1}); // [C]
        NDArray batchVariance = rows.sub(batchMean.expandDims(1)).square().mean(new int[] {1}); // [C]
        long count = rows.getShape().get(1);
        double unbiased = (double) count / Math.max(1, count - 1);
        pass.store(mean, pass.get(mean).mul(1 - MOVED).add(batchMean.mul(MOVED)));
        pass.store(variance, pass.get(variance).mul(1 - MOVED).add(batchVariance.mul(MOVED * unbiased)));
        return scaled(x, batchMean, batchVariance);
    }

    private static NDArray scaled(NDArray x, NDArray mean, NDArray variance) {
        return x.sub(mean.reshape(1, -1, 1, 1)).div(variance.add(EPSILON).sqrt().reshape(1, -1, 1, 1));
    }
}
