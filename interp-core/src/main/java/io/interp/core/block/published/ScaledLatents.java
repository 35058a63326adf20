package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/** Latents {@code [N, d]} times a number. */
final class ScaledLatents extends PublishedBlock {

    private final double scale;

    @SuppressWarnings("this-escape")
    ScaledLatents(int latents, double scale) {
        super(0, latents);
        this.scale = scale;
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        return TensorOps.scale(inputs.get(0), scale);
    }
}
