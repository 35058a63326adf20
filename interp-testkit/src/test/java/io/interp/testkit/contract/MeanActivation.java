package io.interp.testkit.contract;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Pass;
import io.interp.core.Strategy;

/** A small honest strategy: the mean activation of each filter of a layer; its result owns native memory. */
record MeanActivation(String layer, long seed) implements Strategy<MeanActivation.Means> {

    record Means(NDManager scope, NDArray values) implements AutoCloseable {
        @Override
        public void close() {
            scope.close();
        }
    }

    @Override
    public String name() {
        return "mean-activation";
    }

    @Override
    public Means apply(Gan gan) {
        gan.generator().layers().named(layer);
        NDManager scope = gan.generator().manager().newSubManager();
        NDArray z = gan.generator().latents().sample(scope, seed, 16);
        NDArray y = gan.generator().activation(z, layer, Pass.INFERENCE); // [16, M, h, w]
        NDArray each = y.reshape(16, y.getShape().get(1), -1).mean(new int[] {2}); // [16, M]
        return new Means(scope, each.mean(new int[] {0}));
    }
}
