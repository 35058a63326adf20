package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The image: its input, or the hyperbolic tangent of it. */
final class ImageOutput extends PublishedBlock {

    private final boolean tanh;

    @SuppressWarnings("this-escape")
    ImageOutput(int channels, int resolution, boolean tanh) {
        super(0, channels, resolution, resolution);
        this.tanh = tanh;
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        return tanh ? inputs.get(0).tanh() : inputs.get(0);
    }
}
