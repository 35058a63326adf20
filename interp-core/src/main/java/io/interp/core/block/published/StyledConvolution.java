package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/**
 * StyleGAN's synthesis layer: equalised convolution, blur where the size was doubled, noise, bias, leaky ReLU, instance
 * norm, and scale and shift by the styles {@code [N, 2C]}. The first layer has a learned constant in place of a
 * convolution and reads nothing but its styles.
 */
final class StyledConvolution extends PublishedBlock {

    private static final float SLOPE = 0.2f;

    private final Form form;
    private final int maps;
    private final double scale;
    private final Parameter source;
    private final Parameter bias;
    private final Parameter noise;
    private final Parameter noiseWeight;
    private final Parameter blur;

    /** Where its maps come from. */
    enum Form {
        /** A learned constant. */
        CONSTANT,
        /** A convolution. */
        SAME,
        /** Repeated pixels, then a convolution. */
        DOUBLED,
        /** A transposed convolution. */
        FUSED
    }

    /**
     * Creates a layer.
     *
     * @param seed the seed of weights and noise
     * @param in the number of input channels
     * @param out the number of output channels
     * @param extent the height and width of the output
     * @param form where its maps come from
     */
    @SuppressWarnings("this-escape")
    StyledConvolution(long seed, int in, int out, int extent, Form form) {
        super(seed, out, extent, extent);
        this.form = form;
        maps = out;
        scale = Math.sqrt(2.0 / (9 * in));
        source = form == Form.CONSTANT
                ? weightOf("const", 1, 1, in, extent, extent)
                : weight("weight", 1, out, in, 3, 3);
        bias = weightOf("bias", 0, out);
        noise = buffer("apply_noise.noise", 1, 1, 1, extent, extent);
        noiseWeight = weightOf("apply_noise.weight", 0, out);
        blur = form == Form.DOUBLED || form == Form.FUSED ? bufferOf("blur.kernel", kernels(out), out, 1, 3, 3) : null;
    }

    private static float[] kernels(int maps) {
        float[] one = Filters.kernel(1, 1, 2, 1);
        float[] all = new float[maps * one.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = one[i % one.length];
        }
        return all;
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray style = inputs.get(inputs.size() - 1); // [N, 2C]
        NDArray x = maps(pass, inputs); // [N, C, H, W], or N = 1 for the constant
        NDArray noisy = x.add(pass.get(noise).mul(pass.get(noiseWeight).reshape(1, -1, 1, 1)))
                .add(pass.get(bias).reshape(1, -1, 1, 1));
        NDArray normed = Norms.instance(Activation.leakyRelu(noisy, SLOPE));
        NDArray pairs = style.reshape(-1, 2, maps, 1, 1);
        return normed.mul(pairs.get(":, 0").add(1)).add(pairs.get(":, 1")); // [N, C, H, W]
    }

    private NDArray maps(Scope pass, List<NDArray> inputs) {
        if (form == Form.CONSTANT) {
            return pass.get(source);
        }
        NDArray x = inputs.get(0);
        NDArray weight = TensorOps.scale(pass.get(source), scale);
        return switch (form) {
            case FUSED -> blurred(pass, Filters.fused(x, weight.swapAxes(0, 1)));
            case DOUBLED -> blurred(pass, Filters.convolve(TensorOps.doubleNearest(x), weight, 1, 1));
            default -> Filters.convolve(x, weight, 1, 1);
        };
    }

    private NDArray blurred(Scope pass, NDArray x) {
        return Filters.convolve(x, pass.get(blur), 1, maps);
    }
}
