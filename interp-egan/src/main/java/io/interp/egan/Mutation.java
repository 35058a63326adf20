package io.interp.egan;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * One way for a generator to change: the objective its child takes a step on, a function of the discriminator's logits of
 * the child's own images. The three of the paper are {@link AdversarialMutation}; others come from {@link #of}, or from a
 * record of their own.
 *
 * <p>A mutation's text is part of a checkpoint's settings, so it must be the same in every run: a record, an enum, or what
 * {@link #of} returns.
 *
 * <h2>Reference</h2>
 *
 * Wang, Xu, Yao and Tao, "Evolutionary Generative Adversarial Networks", IEEE TEVC 2019, section III-B.
 */
public interface Mutation {

    /** {@return a short name in lower case, for tables and the share of wins; unique among the mutations of a run} */
    String label();

    /**
     * The objective.
     *
     * @param scores {@code [N]} logits of the child's images, recorded for gradients
     * @return a scalar to be minimised, owned by the manager of the scores
     */
    NDArray loss(NDArray scores);

    /**
     * Returns the same objective scaled, which changes a step of Adam only through its epsilon.
     *
     * @param factor above 0
     * @return a mutation of the same label
     * @throws IllegalArgumentException if the factor is not a positive number
     */
    default Mutation times(double factor) {
        return new ScaledMutation(this, factor);
    }

    /**
     * Makes a mutation of a function.
     *
     * @param label its name in lower case
     * @param loss the objective as a function of {@code [N]} logits: a scalar to be minimised
     * @return the mutation
     * @throws IllegalArgumentException if the label is not made of lower-case letters, digits and hyphens
     */
    static Mutation of(String label, UnaryOperator<NDArray> loss) {
        return new FunctionMutation(label, loss);
    }
}
