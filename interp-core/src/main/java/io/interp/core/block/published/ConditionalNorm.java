package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.function.Function;

/**
 * BigGAN's class-conditional batch norm, and the ReLU after it: reads maps and the condition, {@code relu((1 + gain)
 * normalised(x) + bias)} with gain and bias linear in the condition.
 */
final class ConditionalNorm extends PublishedBlock {

    private final MapStatistics statistics;
    private final LayerWeight gain;
    private final LayerWeight bias;

    /**
     * Creates the norm.
     *
     * @param seed the seed of its weights
     * @param maps the number of maps
     * @param extent their height and width
     * @param names what its linear maps and statistics are called
     * @param condition the size of the condition
     */
    @SuppressWarnings("this-escape")
    ConditionalNorm(long seed, int maps, int extent, Names names, int condition) {
        super(seed, maps, extent, extent);
        gain = names.storage().in(this, names.gain() + ".", maps, condition);
        bias = names.storage().in(this, names.bias() + ".", maps, condition);
        statistics = names.statistics().apply(this);
    }

    /**
     * The layout of a norm in a checkpoint.
     *
     * @param storage how weights are stored
     * @param gain the name of the map to gains
     * @param bias the name of the map to biases
     * @param statistics adds the statistics to the block
     */
    record Names(
            LayerWeight.Storage storage,
            String gain,
            String bias,
            Function<PublishedBlock, MapStatistics> statistics) {}

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray condition = inputs.get(1);
        NDArray normalised = statistics.normalise(pass, inputs.get(0));
        NDArray scaled = normalised.mul(affine(pass, condition, gain).add(1)).add(affine(pass, condition, bias));
        return Activation.relu(scaled);
    }

    private static NDArray affine(Scope pass, NDArray condition, LayerWeight weight) {
        NDArray units = condition.matMul(weight.in(pass).transpose()); // [N, C]
        return units.reshape(units.getShape().get(0), -1, 1, 1);
    }
}
