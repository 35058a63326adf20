package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.LatentSpace;
import io.interp.core.tensor.GradScope;
import java.util.function.Consumer;

/**
 * A seeded sample of latents that is gone through in batches.
 *
 * @param count the number N of latents, at least 1
 * @param batch how many at a time, at least 1
 * @param seed names the latents; a larger sample of a seed begins with the smaller one
 */
public record LatentSample(int count, int batch, long seed) {

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if count or batch is below 1
     */
    public LatentSample {
        if (count < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "a sample needs at least 1 latent and batches of at least 1, got " + count + " and " + batch);
        }
    }

    /**
     * Passes the latents on, batch by batch, with no graph recorded.
     *
     * @param manager the parent of the manager that owns a batch, and what is made from it, until the action returns
     * @param space where they are drawn
     * @param action gets latents {@code [batch, d]}, fewer in the last batch
     */
    public void forEach(NDManager manager, LatentSpace space, Consumer<NDArray> action) {
        for (int from = 0; from < count; from += batch) {
            try (GradScope off = GradScope.off();
                    NDManager scope = manager.newSubManager()) {
                action.accept(space.sample(scope, seed, from, Math.min(batch, count - from)));
            }
        }
    }
}
