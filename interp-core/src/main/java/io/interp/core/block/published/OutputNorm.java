package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.function.Function;

/** Batch norm with learned scale and shift, and the ReLU after it. */
final class OutputNorm extends PublishedBlock {

    private final MapStatistics statistics;
    private final Parameter gain;
    private final Parameter bias;

    /**
     * Creates the norm.
     *
     * @param maps the number of maps
     * @param extent their height and width
     * @param gainName the name of the scales
     * @param statistics adds the statistics to the block
     */
    @SuppressWarnings("this-escape")
    OutputNorm(int maps, int extent, String gainName, Function<PublishedBlock, MapStatistics> statistics) {
        super(0, maps, extent, extent);
        gain = weightOf(gainName, 1, maps);
        bias = weightOf("bias", 0, maps);
        this.statistics = statistics.apply(this);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        return Activation.relu(statistics
                .normalise(pass, inputs.get(0))
                .mul(pass.get(gain).reshape(1, -1, 1, 1))
                .add(pass.get(bias).reshape(1, -1, 1, 1)));
    }
}
