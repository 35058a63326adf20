package io.interp.egan.fitness;

import io.interp.core.InterpException;

/**
 * How good a child is: the larger the better. Fitness is compared only among the children of one generation, since the
 * discriminator it depends on changes.
 *
 * <p>A fitness's text is part of a checkpoint's settings, so implementations are records.
 */
public interface Fitness {

    /** {@return a short name in lower case} */
    String label();

    /**
     * Prepares for the children of one generation: what depends on the discriminator and the real images alone is
     * computed once. Leaves the discriminator's weights as they were, with no gradients and none
     * recorded; running statistics that a pass with batch statistics moves are put back by the trainer.
     *
     * @param arena the discriminator and the real images
     * @return scores children; what it holds is owned by the manager of the real images
     * @throws InterpException if the engine fails
     */
    Judge judge(Arena arena);
}
