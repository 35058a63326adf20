package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.List;

/**
 * The sum of the images of all resolutions, each doubled by a smoothing filter until it fits the next: {@code image_b =
 * output_b + doubled(image_(b-1))}.
 */
final class SkipImage extends PublishedBlock {

    private final boolean tanh;
    private final Parameter kernel;

    @SuppressWarnings("this-escape")
    SkipImage(int channels, int resolution, boolean tanh) {
        super(0, channels, resolution, resolution);
        this.tanh = tanh;
        kernel = bufferOf("upsample.kernel", Filters.kernel(4, 1, 3, 3, 1), 1, 1, 4, 4);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray image = inputs.get(0);
        for (NDArray output : inputs.subList(1, inputs.size())) {
            image = output.add(Filters.doubled(image, pass.get(kernel)));
        }
        return tanh ? image.tanh() : image;
    }
}
