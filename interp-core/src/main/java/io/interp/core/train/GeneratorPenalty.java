package io.interp.core.train;

import ai.djl.ndarray.NDArray;
import io.interp.core.Generator;

/**
 * A term that is added to a generator's loss in training, such as orthogonality of some weights, and what is done to the
 * weights after each step, such as bringing them back to a constraint. Belongs to one generator.
 */
@FunctionalInterface
public interface GeneratorPenalty {

    /**
     * Computes the term, on the thread and inside the gradient scope of the generator's step.
     *
     * @param latents {@code [N, d]} of the step
     * @param images {@code [N, C, H, W]} that the generator made of them, part of the step's graph
     * @return a scalar to be minimised, recorded, on the images' device; owned by the latents' manager or a child of it
     */
    NDArray loss(NDArray latents, NDArray images);

    /** Changes the weights in place after the optimiser's step and before the moving average takes them in. */
    default void afterStep() {}

    /**
     * Makes the penalty of any generator of a kind, for training in which there are several, each with its own. Its text is
     * part of a checkpoint's settings, so it must be the same in every run: a record or an enum.
     */
    @FunctionalInterface
    interface Recipe {

        /**
         * Makes a generator's penalty.
         *
         * @param generator the generator, whose weights the penalty may read and change from then on
         * @return the penalty, which lives no longer than the generator
         * @throws IllegalArgumentException if the generator is of another kind
         */
        GeneratorPenalty of(Generator generator);
    }
}
