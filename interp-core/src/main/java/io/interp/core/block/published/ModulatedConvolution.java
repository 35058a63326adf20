package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/**
 * StyleGAN2's synthesis layer: a convolution whose weights are modulated by the styles s {@code [N, C]} and, unless it
 * makes an image, demodulated; then noise, bias and leaky ReLU.
 *
 * <p>Every image has weights of its own, {@code w''_oik = s_i w_oik / sqrt(sum_ik (s_i w_oik)^2 + epsilon)}. The styles
 * scale input channels and the root scales output channels, so the same convolution serves all images: its input is
 * multiplied by s and its output divided by the root, which is the same function.
 *
 * <h2>Reference</h2>
 *
 * Karras et al., "Analyzing and Improving the Image Quality of StyleGAN", CVPR 2020, equations 1 and 3.
 */
final class ModulatedConvolution extends PublishedBlock {

    private static final float SLOPE = 0.2f;
    private static final double EPSILON = 1e-8;

    private final Form form;
    private final double scale;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter noise;
    private final Parameter noiseStrength;
    private final Parameter filter;

    /** What it makes. */
    enum Form {
        /** Maps of the same size. */
        SAME,
        /** Maps of twice the size: transposed convolution and smoothing. */
        DOUBLED,
        /** An image: 1x1 kernel, no demodulation, noise or activation. */
        IMAGE
    }

    /**
     * Creates a layer.
     *
     * @param seed the seed of weights and noise
     * @param in the number of input channels
     * @param out the number of output channels
     * @param extent the height and width of the output
     * @param form what it makes
     */
    @SuppressWarnings("this-escape")
    ModulatedConvolution(long seed, int in, int out, int extent, Form form) {
        super(seed, out, extent, extent);
        this.form = form;
        int k = form == Form.IMAGE ? 1 : 3;
        scale = 1 / Math.sqrt(k * k * in);
        weight = weight("weight", 1, out, in, k, k);
        bias = weightOf("bias", 0, out);
        noise = form == Form.IMAGE ? null : buffer("noise", 1, 1, 1, extent, extent);
        noiseStrength = form == Form.IMAGE ? null : weightOf("noise_strength", 0);
        filter = form == Form.DOUBLED ? bufferOf("filter.kernel", Filters.kernel(4, 1, 3, 3, 1), 1, 1, 4, 4) : null;
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray style = inputs.get(1); // [N, C]
        NDArray w = TensorOps.scale(pass.get(weight), scale); // [F, C, k, k]
        NDArray x = inputs.get(0).mul(style.reshape(style.getShape().get(0), -1, 1, 1)); // [N, C, H, W]
        NDArray shift = pass.get(bias).reshape(1, -1, 1, 1);
        if (form == Form.IMAGE) {
            return Filters.convolve(x, w, 0, 1).add(shift);
        }
        NDArray y = form == Form.DOUBLED ? doubled(pass, x, w) : Filters.convolve(x, w, 1, 1); // [N, F, H', W']
        NDArray roots = roots(style, w);
        NDArray demodulated = y.div(roots.reshape(roots.getShape().get(0), -1, 1, 1));
        NDArray noisy = demodulated
                .add(pass.get(noise).mul(pass.get(noiseStrength).reshape(1)))
                .add(shift);
        return TensorOps.scale(Activation.leakyRelu(noisy, SLOPE), Math.sqrt(2));
    }

    private NDArray doubled(Scope pass, NDArray x, NDArray w) {
        NDArray spread = TensorOps.convTranspose2d(x, w.swapAxes(0, 1).flip(2, 3), null, 2, 0, 0); // 2H + 1
        return Filters.each(spread, pass.get(filter), 1); // 2H
    }

    /** The norms of the modulated weights of each output channel, {@code [N, F]}. */
    static NDArray roots(NDArray style, NDArray w) {
        NDArray energy =
                w.square().reshape(w.getShape().get(0), w.getShape().get(1), -1).sum(new int[] {2}); // [F, C]
        return style.square().matMul(energy.transpose()).add(EPSILON).sqrt();
    }
}
