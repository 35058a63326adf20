package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/**
 * PGGAN's layer: pixel norm, doubling of the size where it is asked for, equalised convolution, bias, leaky ReLU. A flat
 * input {@code [N, d]} is taken as maps of one pixel.
 */
final class PgganConvolution extends PublishedBlock {

    private static final float SLOPE = 0.2f;

    private final Form form;
    private final boolean leaky;
    private final double scale;
    private final Parameter weight;
    private final Parameter bias;

    /** What becomes of the size. */
    enum Form {
        /** One pixel to 4x4, by a 4x4 kernel. */
        FIRST(4, 3),
        /** Kept, by a 3x3 kernel. */
        SAME(3, 1),
        /** Doubled by repetition, then a 3x3 kernel. */
        DOUBLED(3, 1),
        /** Doubled by a transposed convolution. */
        FUSED(3, 1),
        /** Kept, by a 1x1 kernel. */
        POINTWISE(1, 0);

        private final int kernel;
        private final int padding;

        Form(int kernel, int padding) {
            this.kernel = kernel;
            this.padding = padding;
        }
    }

    /**
     * Creates a layer.
     *
     * @param seed the seed of its weights
     * @param in the number of input channels
     * @param out the number of output channels
     * @param extent the height and width of the output
     * @param form what becomes of the size
     * @param leaky whether it ends with a leaky ReLU, for which its weights are scaled by sqrt(2)
     */
    @SuppressWarnings("this-escape")
    PgganConvolution(long seed, int in, int out, int extent, Form form, boolean leaky) {
        super(seed, out, extent, extent);
        this.form = form;
        this.leaky = leaky;
        int k = form.kernel;
        scale = Math.sqrt((leaky ? 2.0 : 1.0) / (k * k * in));
        weight = form == Form.FUSED ? weight("weight", 1, in, out, k, k) : weight("weight", 1, out, in, k, k);
        bias = weightOf("bias", 0, out);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray input = inputs.get(0);
        NDArray x = Norms.pixel(
                input.getShape().dimension() == 2
                        ? input.reshape(
                                input.getShape().get(0), input.getShape().get(1), 1, 1)
                        : input); // [N, C, H, W]
        NDArray scaled = TensorOps.scale(pass.get(weight), scale);
        NDArray y = switch (form) {
            case FUSED -> Filters.fused(x, scaled);
            case DOUBLED -> Filters.convolve(TensorOps.doubleNearest(x), scaled, form.padding, 1);
            default -> Filters.convolve(x, scaled, form.padding, 1);
        };
        NDArray biased = y.add(pass.get(bias).reshape(1, -1, 1, 1));
        return leaky ? Activation.leakyRelu(biased, SLOPE) : biased;
    }
}
