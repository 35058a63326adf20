package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.GradScope;

/**
 * A weight divided by its largest singular value, as one step of power iteration from the stored vector u finds it. A
 * training pass stores the new u and the value.
 *
 * <h2>Reference</h2>
 *
 * Miyato, Kataoka, Koyama and Yoshida, "Spectral Normalization for Generative Adversarial Networks", ICLR 2018, algorithm
 * 1.
 */
final class SpectralWeight {

    private static final double EPSILON = 1e-12;

    private final Parameter weight;
    private final Parameter u;
    private final Parameter value;

    /**
     * Adds the weight to a block.
     *
     * @param block the block
     * @param prefix what stands before the names, with its dot, or nothing
     * @param spectral whether it is divided; if not, it is a plain weight
     * @param shape the shape, output channels first
     */
    SpectralWeight(PublishedBlock block, String prefix, boolean spectral, long... shape) {
        long fanIn = 1;
        for (int i = 1; i < shape.length; i++) {
            fanIn *= shape[i];
        }
        weight = block.weight(prefix + "weight", 1 / Math.sqrt((double) fanIn), shape);
        u = spectral ? block.buffer(prefix + "u0", 1, 1, shape[0]) : null;
        value = spectral ? block.bufferOf(prefix + "sv0", 1, 1) : null;
    }

    /** {@return the weight of this pass, of the stored shape} */
    NDArray in(PublishedBlock.Scope pass) {
        NDArray w = pass.get(weight);
        if (u == null) {
            return w;
        }
        NDArray matrix = w.reshape(w.getShape().get(0), -1); // [F, rest]
        NDArray right;
        NDArray left;
        try (GradScope off = GradScope.off()) {
            right = unit(pass.get(u).matMul(matrix)); // [1, rest]
            left = unit(right.matMul(matrix.transpose())); // [1, F]
        }
        NDArray sigma = left.matMul(matrix).mul(right).sum(); // a number
        if (pass.training()) {
            pass.store(u, left);
            pass.store(value, sigma.reshape(1));
        }
        return w.div(sigma);
    }

    private static NDArray unit(NDArray x) {
        return x.div(x.square().sum().sqrt().maximum(EPSILON));
    }
}
