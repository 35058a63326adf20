package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.List;

/** BigGAN's first layer: the first chunk of the latents through an affine map to 4x4 maps. */
final class LatentMaps extends PublishedBlock {

    private static final int EXTENT = 4;

    private final int chunk;
    private final int maps;
    private final SpectralWeight weight;
    private final Parameter bias;

    @SuppressWarnings("this-escape")
    LatentMaps(long seed, boolean spectral, int chunk, int maps) {
        super(seed, maps, EXTENT, EXTENT);
        this.chunk = chunk;
        this.maps = maps;
        weight = new SpectralWeight(this, "", spectral, (long) maps * EXTENT * EXTENT, chunk);
        bias = weightOf("bias", 0, (long) maps * EXTENT * EXTENT);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray z = inputs.get(0).get(":, :" + chunk); // [N, chunk]
        return z.matMul(weight.in(pass).transpose())
                .add(pass.get(bias))
                .reshape(-1, maps, EXTENT, EXTENT); // [N, C, 4, 4]
    }
}
