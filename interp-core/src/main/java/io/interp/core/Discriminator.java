package io.interp.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The critic of a GAN: images {@code [N, C, H, W]} in [-1, 1] to one score an image, higher for real ones. */
public interface Discriminator extends Network {

    /** {@return the shape (C, H, W) of one image} */
    Shape imageShape();

    /**
     * Scores images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @param pass the mode of batch norm and whether a graph is recorded
     * @return {@code [N]} logits, owned by the images' manager
     * @throws IllegalArgumentException if the images have another size
     */
    NDArray score(NDArray images, Pass pass);

    /** {@return a discriminator with the same weights that shares no memory with this one; the caller closes it} */
    Discriminator copy();
}
