package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import java.util.List;

/** Batch norm with learned scale and shift, and the ReLU after it. */
final class OutputNorm extends PublishedBlock {

    private final BatchStatistics statistics;
    private final Parameter gain;
    private final Parameter bias;

    @SuppressWarnings("this-escape")
    OutputNorm(int maps, int extent) {
        super(0, maps, extent, extent);
        gain = weightOf("gain", 1, maps);
        bias = weightOf("bias", 0, maps);
        statistics = new BatchStatistics(this, maps);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        return Activation.relu(statistics
                .normalise(pass, inputs.get(0))
                .mul(pass.get(gain).reshape(1, -1, 1, 1))
                .add(pass.get(bias).reshape(1, -1, 1, 1)));
    }
}
