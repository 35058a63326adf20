package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.List;

/** A learned constant, the same for every latent; what it reads only says how many there are. */
final class ConstantInput extends PublishedBlock {

    private final Parameter constant;

    @SuppressWarnings("this-escape")
    ConstantInput(long seed, int maps, int extent) {
        super(seed, maps, extent, extent);
        constant = weight("const", 1, 1, maps, extent, extent);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        return pass.get(constant).repeat(0, inputs.get(0).getShape().get(0)); // [N, C, H, W]
    }
}
