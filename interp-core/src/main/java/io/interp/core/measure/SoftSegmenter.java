package io.interp.core.measure;

import ai.djl.ndarray.NDArray;

/**
 * A segmenter that says how much every pixel belongs to a class, and whose answer gradients flow through, so that an
 * intervention can be optimised against it (Bau et al., ICLR 2019, section 3.2).
 */
public interface SoftSegmenter extends Segmenter {

    /**
     * Scores one class at every pixel. Gradients flow to the images where gradients are on.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @param label the class, an index into {@link #labels()}
     * @return {@code [N, h, w]} float32 in [0, 1] at the resolution of {@link #segment}, owned by the images' manager
     * @throws IllegalArgumentException if there is no such class
     */
    NDArray softScore(NDArray images, int label);
}
