package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/** StyleGAN's output layer: an equalised 1x1 convolution to image channels. */
final class RgbConvolution extends PublishedBlock {

    private final double scale;
    private final Parameter weight;
    private final Parameter bias;

    @SuppressWarnings("this-escape")
    RgbConvolution(long seed, int in, int channels, int extent) {
        super(seed, channels, extent, extent);
        scale = 1 / Math.sqrt(in);
        weight = weight("weight", 1, channels, in, 1, 1);
        bias = weightOf("bias", 0, channels);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        return Filters.convolve(inputs.get(0), TensorOps.scale(pass.get(weight), scale), 0, 1)
                .add(pass.get(bias).reshape(1, -1, 1, 1));
    }
}
