package io.interp.egan.fitness;

import ai.djl.ndarray.NDArray;

/** Scores the children of one generation. */
@FunctionalInterface
public interface Judge {

    /**
     * Scores one child.
     *
     * @param images {@code [N, C, H, W]} its images, without a graph; not changed, not closed
     * @return its score; nothing stays on the images' manager
     */
    FitnessScore score(NDArray images);
}
