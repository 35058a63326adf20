package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.LatentSpace;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import java.util.function.BiConsumer;

/**
 * Seeded pairs of a source and a target latent, the same pairs for every edit that is measured on them.
 *
 * @param count the number of pairs, at least 1
 * @param batch how many at a time, at least 1
 * @param seed names the pairs; a larger number of pairs of a seed begins with the smaller one
 */
public record LatentPairs(int count, int batch, long seed) {

    private static final long SOURCES = 0x7372;
    private static final long TARGETS = 0x7467;

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if count or batch is below 1
     */
    public LatentPairs {
        if (count < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "measuring needs at least 1 pair and batches of at least 1, got " + count + " and " + batch);
        }
    }

    /**
     * Passes the pairs on, batch by batch, with no graph recorded.
     *
     * @param manager the parent of the manager that owns a batch, and what is made from it, until the action returns
     * @param space where the latents are drawn
     * @param action gets sources and targets, each {@code [batch, d]}, fewer in the last batch
     */
    public void forEach(NDManager manager, LatentSpace space, BiConsumer<NDArray, NDArray> action) {
        for (int from = 0; from < count; from += batch) {
            int size = Math.min(batch, count - from);
            try (GradScope off = GradScope.off();
                    NDManager scope = manager.newSubManager()) {
                action.accept(
                        space.sample(scope, Draws.derive(seed, SOURCES), from, size),
                        space.sample(scope, Draws.derive(seed, TARGETS), from, size));
            }
        }
    }
}
