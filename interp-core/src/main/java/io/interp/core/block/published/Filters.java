package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.interp.core.tensor.TensorOps;

/** Convolutions of fixed form: the plain one, and the filters by which these networks double the size of their maps. */
final class Filters {

    private static final Shape ONE = new Shape(1, 1);

    private Filters() {}

    /**
     * Convolves with stride 1.
     *
     * @param x {@code [N, C, H, W]}
     * @param weight {@code [F, C / groups, k, k]}
     * @param padding zeros at each edge
     * @param groups the number of groups of channels
     */
    static NDArray convolve(NDArray x, NDArray weight, int padding, int groups) {
        return Conv2d.conv2d(x, weight, null, ONE, new Shape(padding, padding), ONE, groups)
                .head(); // [N, F, H', W']
    }

    /** Filters every map with the same kernel {@code [1, 1, k, k]}. */
    static NDArray each(NDArray x, NDArray kernel, int padding) {
        NDArray filtered = convolve(columns(x), kernel, padding, 1); // [N*C, 1, H', W']
        return maps(filtered, x.getShape());
    }

    /**
     * Doubles the size: zeros between the pixels, then a filter of even size.
     *
     * @param x {@code [N, C, H, W]}
     * @param kernel {@code [1, 1, 4, 4]}, of sum 4 to keep the brightness
     * @return {@code [N, C, 2H, 2W]}
     */
    static NDArray doubled(NDArray x, NDArray kernel) {
        NDArray spread = TensorOps.convTranspose2d(columns(x), kernel.flip(2, 3), null, 2, 1, 0); // [N*C, 1, 2H, 2W]
        return maps(spread, x.getShape());
    }

    /**
     * Doubles the size by the kernel of a 3x3 convolution spread over 2x2 pixels.
     *
     * @param x {@code [N, C, H, W]}
     * @param weight {@code [C, F, 3, 3]}
     * @return {@code [N, F, 2H, 2W]}
     */
    static NDArray fused(NDArray x, NDArray weight) {
        NDArray ones = weight.getManager().ones(new Shape(1, 1, 2, 2));
        NDArray spread = each(weight, ones, 1); // [C, F, 4, 4]
        return TensorOps.convTranspose2d(x, spread, null, 2, 1, 0);
    }

    /** The outer product of a kernel with itself, of the given sum. */
    static float[] kernel(double sum, double... taps) {
        double total = 0;
        for (double tap : taps) {
            total += tap;
        }
        float[] kernel = new float[taps.length * taps.length];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (float) (sum * taps[i / taps.length] * taps[i % taps.length] / (total * total));
        }
        return kernel;
    }

    private static NDArray columns(NDArray x) {
        Shape s = x.getShape();
        return x.reshape(s.get(0) * s.get(1), 1, s.get(2), s.get(3));
    }

    private static NDArray maps(NDArray filtered, Shape like) {
        return filtered.reshape(
                like.get(0),
                like.get(1),
                filtered.getShape().get(2),
                filtered.getShape().get(3));
    }
}
