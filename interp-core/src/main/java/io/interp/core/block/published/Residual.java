package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/**
 * The end of a residual block: maps, and those they are added to. Of more maps the first are taken; smaller ones are
 * doubled by repetition.
 */
final class Residual extends PublishedBlock {

    private final int maps;
    private final int extent;

    @SuppressWarnings("this-escape")
    Residual(int maps, int extent) {
        super(0, maps, extent, extent);
        this.maps = maps;
        this.extent = extent;
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray skip = inputs.get(1);
        NDArray kept = skip.getShape().get(1) > maps ? skip.get(":, :" + maps) : skip;
        return inputs.get(0).add(kept.getShape().get(2) < extent ? TensorOps.doubleNearest(kept) : kept);
    }
}
