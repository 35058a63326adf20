package io.interp.core.stat;

import ai.djl.ndarray.NDArray;

/** Turns images into feature vectors whose distribution can be compared. */
public interface Embedder extends AutoCloseable {

    /** {@return a short name for results; two embedders with one name give the same features} */
    String name();

    /** {@return the number of features D} */
    int dimension();

    /**
     * Computes the features of images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], on the embedder's device; unchanged
     * @return {@code [N, D]} float32, owned by the manager of {@code images}
     * @throws IllegalArgumentException if the images do not fit the embedder
     */
    NDArray embed(NDArray images);

    /** Frees the engine memory of the embedder. */
    @Override
    void close();
}
