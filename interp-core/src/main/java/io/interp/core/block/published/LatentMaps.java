package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.List;

/** BigGAN's first layer: an affine map of the first numbers of its input to 4x4 maps. */
final class LatentMaps extends PublishedBlock {

    private static final int EXTENT = 4;

    private final int chunk;
    private final int maps;
    private final boolean pixelsFirst;
    private final LayerWeight weight;
    private final Parameter bias;

    /**
     * Creates the layer.
     *
     * @param seed the seed of its weights
     * @param storage how its weight is stored
     * @param chunk how many numbers of the input it takes
     * @param maps the number of maps
     * @param pixelsFirst whether the map's units run over the channels of one pixel after the other, as TensorFlow's do,
     *     rather than over the pixels of one channel after the other
     */
    @SuppressWarnings("this-escape")
    LatentMaps(long seed, LayerWeight.Storage storage, int chunk, int maps, boolean pixelsFirst) {
        super(seed, maps, EXTENT, EXTENT);
        this.chunk = chunk;
        this.maps = maps;
        this.pixelsFirst = pixelsFirst;
        weight = storage.in(this, "", (long) maps * EXTENT * EXTENT, chunk);
        bias = weightOf("bias", 0, (long) maps * EXTENT * EXTENT);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray z = inputs.get(0).get(":, :" + chunk); // [N, chunk]
        NDArray units = z.matMul(weight.in(pass).transpose()).add(pass.get(bias)); // [N, 16C]
        return pixelsFirst
                ? units.reshape(-1, EXTENT, EXTENT, maps).transpose(0, 3, 1, 2)
                : units.reshape(-1, maps, EXTENT, EXTENT); // [N, C, 4, 4]
    }
}
