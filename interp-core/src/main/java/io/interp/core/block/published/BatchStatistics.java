package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;

/** The stored statistics, or in a training pass the batch's, towards which the stored ones move. */
final class BatchStatistics implements MapStatistics {

    private static final double EPSILON = 1e-5;
    private static final double MOVED = 0.1;

    private final Parameter mean;
    private final Parameter variance;

    BatchStatistics(PublishedBlock block, int maps) {
        mean = block.bufferOf("stored_mean", 0, maps);
        variance = block.bufferOf("stored_var", 1, maps);
    }

    @Override
    public NDArray normalise(PublishedBlock.Scope pass, NDArray x) {
        if (!pass.training()) {
            return MapStatistics.scaled(x, pass.get(mean), pass.get(variance), EPSILON);
        }
        NDArray rows = x.swapAxes(0, 1).reshape(x.getShape().get(1), -1); // [C, NHW]
        NDArray batchMean = rows.mean(new int[] {1}); // [C]
        NDArray batchVariance = rows.sub(batchMean.expandDims(1)).square().mean(new int[] {1}); // [C]
        long count = rows.getShape().get(1);
        double unbiased = (double) count / Math.max(1, count - 1);
        pass.store(mean, moved(pass.get(mean), batchMean));
        pass.store(variance, moved(pass.get(variance), TensorOps.scale(batchVariance, unbiased)));
        return MapStatistics.scaled(x, batchMean, batchVariance, EPSILON);
    }

    private static NDArray moved(NDArray stored, NDArray batch) {
        return TensorOps.scale(stored, 1 - MOVED).add(TensorOps.scale(batch, MOVED));
    }
}
