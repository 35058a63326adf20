package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.NetworkState;
import io.interp.core.Pass;
import io.interp.core.train.Adam;
import io.interp.core.train.AdamOptions;
import java.util.List;
import java.util.Map;

/**
 * One member of the population: a generator and its optimiser. Members are made once and take over each other's weights,
 * since building networks costs far more than copying arrays. Owns both.
 */
final class Individual implements AutoCloseable {

    private final Generator generator;
    private final Map<String, NDArray> state;
    private final Adam adam;

    Individual(NDManager owner, Generator ancestor, AdamOptions options) {
        generator = ancestor.copy();
        state = generator.state();
        adam = new Adam(owner, generator.parameters(), options);
    }

    Generator generator() {
        return generator;
    }

    Map<String, NDArray> state() {
        return state;
    }

    Adam adam() {
        return adam;
    }

    /** Takes over weights, buffers and moments; shares nothing with where they come from. */
    void become(Individual other, Adam moments) {
        NetworkState.copy(other.state, state);
        adam.copyFrom(moments);
    }

    /** Images without a graph, on the given manager; what the generator computed on the way is freed at once. */
    NDArray images(NDManager owner, NDArray latents, boolean batchStatistics) {
        try (NDManager way = owner.newSubManager()) {
            NDArray z = latents.stopGradient();
            z.attach(way);
            NDArray images = generator
                    .run(z, new Pass(batchStatistics, false), List.of())
                    .images();
            images.attach(owner);
            return images;
        }
    }

    @Override
    public void close() {
        adam.close();
        generator.close();
    }
}
