package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;

/**
 * The weight of a layer as BigGANs store it: plain, or to be divided by its largest singular value, which is found from
 * stored singular vectors.
 *
 * <h2>Reference</h2>
 *
 * Miyato, Kataoka, Koyama and Yoshida, "Spectral Normalization for Generative Adversarial Networks", ICLR 2018, algorithm
 * 1.
 */
interface LayerWeight {

    /** {@return the weight of this pass, of the stored shape} */
    NDArray in(PublishedBlock.Scope pass);

    /** How weights are stored. */
    enum Storage {
        /** As they are used: {@code weight}. */
        PLAIN,
        /** {@code weight} with the left vector {@code u0}, from which one step of power iteration finds the value {@code sv0}. */
        ITERATED,
        /** {@code weight_orig} with both vectors, {@code weight_u} and {@code weight_v}, as torch.nn.utils stores them. */
        BOTH_VECTORS;

        /**
         * Adds a weight to a block.
         *
         * @param block the block
         * @param prefix what stands before the names, with its dot, or nothing
         * @param shape the shape, output channels first
         */
        LayerWeight in(PublishedBlock block, String prefix, long... shape) {
            long fanIn = 1;
            for (int i = 1; i < shape.length; i++) {
                fanIn *= shape[i];
            }
            double deviation = 1 / Math.sqrt((double) fanIn);
            if (this == PLAIN) {
                Parameter weight = block.weight(prefix + "weight", deviation, shape);
                return pass -> pass.get(weight);
            }
            if (this == ITERATED) {
                Parameter weight = block.weight(prefix + "weight", deviation, shape);
                Parameter u = block.buffer(prefix + "u0", 1, 1, shape[0]);
                Parameter value = block.bufferOf(prefix + "sv0", 1, 1);
                return pass -> iterated(pass, weight, u, value);
            }
            Parameter weight = block.weight(prefix + "weight_orig", deviation, shape);
            Parameter u = block.buffer(prefix + "weight_u", 1, shape[0]);
            Parameter v = block.buffer(prefix + "weight_v", 1 / Math.sqrt((double) fanIn), fanIn);
            return pass -> bothVectors(pass, weight, u, v);
        }
    }

    private static NDArray iterated(PublishedBlock.Scope pass, Parameter weight, Parameter u, Parameter value) {
        NDArray w = pass.get(weight);
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

    private static NDArray bothVectors(PublishedBlock.Scope pass, Parameter weight, Parameter u, Parameter v) {
        NDArray w = pass.get(weight);
        NDArray matrix = w.reshape(w.getShape().get(0), -1); // [F, rest]
        NDArray left = pass.get(u).reshape(1, -1); // [1, F]
        NDArray right = pass.get(v).reshape(1, -1); // [1, rest]
        if (pass.training()) {
            try (GradScope off = GradScope.off()) {
                right = unit(left.matMul(matrix));
                left = unit(right.matMul(matrix.transpose()));
            }
            pass.store(v, right.reshape(-1));
            pass.store(u, left.reshape(-1));
        }
        return w.div(left.matMul(matrix).mul(right).sum());
    }

    private static NDArray unit(NDArray x) {
        return x.div(TensorOps.atLeast(x.square().sum().sqrt(), 1e-12));
    }
}
