package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Latents {@code [N, d]} scaled to unit mean square. */
final class PixelNormed extends PublishedBlock {

    @SuppressWarnings("this-escape")
    PixelNormed(int latents) {
        super(0, latents);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        return Norms.pixel(inputs.get(0));
    }
}
