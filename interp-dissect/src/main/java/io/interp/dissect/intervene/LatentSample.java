package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.tensor.GradScope;

/**
 * The images a measurement is made on: the first latents of a seed.
 *
 * @param seed names the latents
 * @param images how many, at least 1
 * @param batch how many are run at a time, at least 1
 */
public record LatentSample(long seed, int images, int batch) {

    /** What is done with one batch. */
    @FunctionalInterface
    public interface Work {

        /**
         * Works on a batch.
         *
         * @param latents {@code [n, d]}; their manager is closed afterwards
         * @param first the index of the first latent in the sample
         */
        void on(NDArray latents, int first);
    }

    /**
     * Validates the numbers.
     *
     * @throws IllegalArgumentException if a number is below 1
     */
    public LatentSample {
        if (images < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "a sample needs 1 image or more and batches of 1 or more, got " + images + " and " + batch);
        }
    }

    /**
     * {@return a sample run in batches of 32}
     *
     * @param seed names the latents
     * @param images how many
     */
    public static LatentSample of(long seed, int images) {
        return new LatentSample(seed, images, 32);
    }

    /**
     * Works through the sample, batch by batch, without recording graphs.
     *
     * @param generator whose latents are drawn
     * @param work what is done with each batch
     */
    public void forEach(Generator generator, Work work) {
        for (int first = 0; first < images; first += batch) {
            try (GradScope off = GradScope.off();
                    NDManager scope = generator.manager().newSubManager()) {
                work.on(generator.latents().sample(scope, seed, first, Math.min(batch, images - first)), first);
            }
        }
    }
}
