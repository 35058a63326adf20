package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Gives images on demand: a generator with its latents, or a data set being read through. */
@FunctionalInterface
public interface ImageStream {

    /**
     * Makes the next images.
     *
     * @param manager owns the result and whatever is made on the way; closed by the caller when the images were used
     * @param count how many images to make, 1 or more
     * @return {@code [count, C, H, W]} float32 in [-1, 1]; fewer only where a data set ends, none after that
     */
    NDArray next(NDManager manager, int count);
}
