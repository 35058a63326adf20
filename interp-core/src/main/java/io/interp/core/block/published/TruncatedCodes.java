package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/**
 * One style code a layer, W+: {@code [N, d]} to {@code [N, L, d]}, those of the first layers drawn towards the average
 * code. A training pass moves the average towards the batch's.
 */
final class TruncatedCodes extends PublishedBlock {

    private static final double KEPT = 0.995;

    private final Truncation truncation;
    private final int layers;
    private final int codes;
    private final Parameter average;

    @SuppressWarnings("this-escape")
    TruncatedCodes(Truncation truncation, int layers, int codes) {
        super(0, layers, codes);
        this.truncation = truncation;
        this.layers = layers;
        this.codes = codes;
        average = bufferOf("w_avg", 0, codes);
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray w = inputs.get(0); // [N, d]
        if (pass.training()) {
            NDArray batch = w.stopGradient().mean(new int[] {0});
            pass.store(average, TensorOps.scale(pass.get(average), KEPT).add(TensorOps.scale(batch, 1 - KEPT)));
        }
        long n = w.getShape().get(0);
        NDArray every = w.reshape(n, 1, codes).broadcast(n, layers, codes); // [N, L, d]
        if (truncation.psi() == 1 || truncation.layers() == 0) {
            return TensorOps.scale(
                    every.reshape(n, layers, codes), 1); // written out: a broadcast view has no memory of its own
        }
        NDArray mean = pass.get(average).reshape(1, 1, codes);
        NDArray factors = pass.manager().create(truncation.factors(layers), new Shape(1, layers, 1));
        return every.sub(mean).mul(factors).add(mean);
    }
}
