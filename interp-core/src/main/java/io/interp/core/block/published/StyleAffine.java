package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/** One layer's styles: an equalised affine map of its W+ code, {@code [N, L, d]} to {@code [N, units]}. */
final class StyleAffine extends PublishedBlock {

    private final int index;
    private final double scale;
    private final float offset;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * Creates the map.
     *
     * @param seed the seed of its weights
     * @param index which code it reads
     * @param codes the dimension d of a code
     * @param units the number of styles
     * @param offset what is added beside the bias
     */
    @SuppressWarnings("this-escape")
    StyleAffine(long seed, int index, int codes, int units, float offset) {
        super(seed, units);
        this.index = index;
        this.offset = offset;
        scale = 1 / Math.sqrt(codes);
        weight = weight("weight", 1, units, codes);
        bias = weightOf("bias", 0, units);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray code = inputs.get(0).get(new NDIndex(":, {}", index)); // [N, d]
        return code.matMul(TensorOps.scale(pass.get(weight), scale).transpose())
                .add(pass.get(bias))
                .add(offset); // [N, units]
    }
}
