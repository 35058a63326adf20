package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The image: the first maps of its input, or the hyperbolic tangent of them. */
final class ImageOutput extends PublishedBlock {

    private final int channels;
    private final boolean tanh;

    @SuppressWarnings("this-escape")
    ImageOutput(int channels, int resolution, boolean tanh) {
        super(0, channels, resolution, resolution);
        this.channels = channels;
        this.tanh = tanh;
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray x = inputs.get(0);
        NDArray image = x.getShape().get(1) > channels ? x.get(":, :" + channels) : x;
        return tanh ? image.tanh() : image;
    }
}
