package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;

/** The mapping network: {@code [N, latents]} to style codes {@code [N, d]}. */
final class MappingLayers extends PublishedBlock {

    private static final float SLOPE = 0.2f;

    private final Mapping sizes;
    private final double weightGain;
    private final double outputGain;
    private final List<Parameter> weights = new ArrayList<>();
    private final List<Parameter> biases = new ArrayList<>();

    /**
     * Creates the layers.
     *
     * @param seed the seed of the weights
     * @param sizes the sizes
     * @param weightGain the gain of the equalised weights, before bias and activation
     * @param outputGain the gain after the activation
     */
    @SuppressWarnings("this-escape")
    MappingLayers(long seed, Mapping sizes, double weightGain, double outputGain) {
        super(seed, sizes.codes());
        this.sizes = sizes;
        this.weightGain = weightGain;
        this.outputGain = outputGain;
        for (int i = 0; i < sizes.layers(); i++) {
            int in = i == 0 ? sizes.latents() : sizes.width();
            int out = i == sizes.layers() - 1 ? sizes.codes() : sizes.width();
            weights.add(weight("dense" + i + ".weight", 1 / sizes.learningRate(), out, in));
            biases.add(weightOf("dense" + i + ".bias", 0, out));
        }
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray x = Norms.pixel(inputs.get(0)); // [N, latents]
        for (int i = 0; i < weights.size(); i++) {
            NDArray weight = pass.get(weights.get(i)); // [out, in]
            double scale = weightGain
                    * sizes.learningRate()
                    / Math.sqrt((double) weight.getShape().get(1));
            NDArray affine = x.matMul(TensorOps.scale(weight, scale).transpose())
                    .add(TensorOps.scale(pass.get(biases.get(i)), sizes.learningRate())); // [N, out]
            x = TensorOps.scale(Activation.leakyRelu(affine, SLOPE), outputGain);
        }
        return x;
    }
}
