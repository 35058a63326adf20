package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.NetworkState;
import io.interp.core.Pass;
import io.interp.core.train.Adam;
import io.interp.core.train.GeneratorPenalty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One member of the population: a generator, its optimiser and its penalty. Members are made once and take over each other's weights,
 * since building networks costs far more than copying arrays. Owns both.
 */
final class Individual implements AutoCloseable {

    private final Generator generator;
    private final Map<String, NDArray> state;
    private final Adam adam;
    private final Optional<GeneratorPenalty> penalty;

    Individual(NDManager owner, Generator ancestor, VariationOptions options) {
        generator = ancestor.copy();
        state = generator.state();
        adam = new Adam(owner, generator.parameters(), options.adam());
        penalty = options.penalty().map(recipe -> recipe.of(generator));
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

    /** What is added to the objective of its step and done after it. */
    Optional<GeneratorPenalty> penalty() {
        return penalty;
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
