package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;

/** Gives images a region, such as the mouth, of other images of the same generator. */
@FunctionalInterface
public interface RegionEdit {

    /**
     * Edits images in pairs.
     *
     * @param source latents of the images to take the region from, {@code [N, d]}
     * @param target latents of the images to change, {@code [N, d]}
     * @return the changed images, {@code [N, C, H, W]} float32 in [-1, 1], owned by the source's manager
     * @throws IllegalArgumentException if the latents do not fit
     */
    NDArray apply(NDArray source, NDArray target);
}
