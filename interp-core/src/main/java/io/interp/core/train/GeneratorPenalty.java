package io.interp.core.train;

import ai.djl.ndarray.NDArray;

/**
 * A term that {@link GanTrainer} adds to the generator's loss, such as orthogonality of some weights, and what is done to
 * the weights after each step, such as bringing them back to a constraint.
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
}
