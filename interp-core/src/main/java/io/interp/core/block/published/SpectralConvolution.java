package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/** BigGAN's convolution of maps: 3x3 or 1x1, size kept or doubled by repetition first. */
final class SpectralConvolution extends PublishedBlock {

    private final int kernel;
    private final boolean doubling;
    private final LayerWeight weight;
    private final Parameter bias;

    @SuppressWarnings("this-escape")
    SpectralConvolution(
            long seed, LayerWeight.Storage storage, int in, int out, int kernel, int extent, boolean doubling) {
        super(seed, out, extent, extent);
        this.kernel = kernel;
        this.doubling = doubling;
        weight = storage.in(this, "", out, in, kernel, kernel);
        bias = weightOf("bias", 0, out);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray x = inputs.get(0);
        boolean before = doubling && kernel > 1; // repeating pixels and a 1x1 kernel commute
        NDArray y = Filters.convolve(before ? TensorOps.doubleNearest(x) : x, weight.in(pass), kernel / 2, 1)
                .add(pass.get(bias).reshape(1, -1, 1, 1));
        return doubling && !before ? TensorOps.doubleNearest(y) : y;
    }
}
