package io.interp.eigengan.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.tensor.TensorOps;
import io.interp.core.train.GeneratorPenalty;
import io.interp.eigengan.EigenLatents;
import io.interp.eigengan.SubspaceLayer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keeps the bases of a generator's subspaces orthonormal: a penalty of weight / 2 times the sum over layers of |U'U - I|
 * squared (Frobenius), and a retraction after each step.
 *
 * <h2>Reference</h2>
 *
 * He, Kan and Shan, "EigenGAN: Layer-Wise Eigen-Learning for GANs", ICCV 2021; the sum, the half and weight 1 as released.
 * Means over entries, which other code takes, are {@code 2 / q^2} times as much.
 */
public final class OrthogonalityPenalty implements GeneratorPenalty {

    private final List<NDArray> bases;
    private final double weight;
    private final Retraction retraction;

    /**
     * Prepares the penalty.
     *
     * @param generator an EigenGAN; its bases are retracted in place
     * @param weight the weight of the penalty, 0 for none
     * @param retraction what is done after each step
     * @throws IllegalArgumentException if it is no EigenGAN or the weight is negative
     */
    public OrthogonalityPenalty(Generator generator, double weight, Retraction retraction) {
        requireWeight(weight);
        this.bases = bases(generator);
        this.weight = weight;
        this.retraction = retraction;
    }

    static void requireWeight(double weight) {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("the weight of orthogonality must be at least 0, got " + weight);
        }
    }

    /** The bases {@code [D, q]} of a generator, those of layer 1 first; the generator's. */
    static List<NDArray> bases(Generator generator) {
        Map<String, NDArray> state = generator.state();
        return IntStream.rangeClosed(1, EigenLatents.of(generator).layers())
                .mapToObj(layer -> state.get("layer" + layer + ".subspace." + SubspaceLayer.BASIS))
                .toList();
    }

    @Override
    public NDArray loss(NDArray latents, NDArray images) {
        NDManager owner = latents.getManager();
        NDArray sum = owner.zeros(new Shape());
        if (weight == 0) {
            return sum;
        }
        NDArray identity = owner.eye(Math.toIntExact(bases.get(0).getShape().get(1))); // [q, q]
        for (NDArray basis : bases) {
            NDArray transposed = basis.transpose(); // [q, D]
            transposed.attach(owner); // what is made of a weight belongs to the weight's manager otherwise
            sum = sum.add(transposed.matMul(basis).sub(identity).square().sum());
        }
        return TensorOps.scale(sum, weight / 2);
    }

    @Override
    public void afterStep() {
        bases.forEach(retraction::apply);
    }
}
