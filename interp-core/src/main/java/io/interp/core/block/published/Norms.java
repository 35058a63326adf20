package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The normalisations without weights. */
final class Norms {

    private static final double EPSILON = 1e-8;

    private Norms() {}

    /**
     * Scales the vector of features at every pixel to unit mean square: PGGAN, section 4.2.
     *
     * @param x {@code [N, C, ...]}
     */
    static NDArray pixel(NDArray x) {
        return x.div(x.square().mean(new int[] {1}, true).add(EPSILON).sqrt());
    }

    /**
     * Brings every map of every image to mean 0 and variance 1.
     *
     * @param x {@code [N, C, H, W]}
     */
    static NDArray instance(NDArray x) {
        Shape s = x.getShape();
        NDArray flat = x.reshape(s.get(0), s.get(1), s.get(2) * s.get(3)); // [N, C, HW]
        NDArray centred = flat.sub(flat.mean(new int[] {2}, true));
        return centred.div(
                        centred.square().mean(new int[] {2}, true).add(EPSILON).sqrt())
                .reshape(s);
    }
}
