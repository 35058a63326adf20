package io.interp.sefa.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.tensor.GradScope;
import io.interp.sefa.CodePath;
import io.interp.sefa.Codes;

/**
 * The images a measurement is made on: the first latents of a seed, so that every direction is measured on the same ones.
 *
 * @param seed names the latents
 * @param count how many, at least 1
 * @param batch how many are run at a time, at least 1
 */
public record Samples(long seed, int count, int batch) {

    /** What is done with one batch. */
    @FunctionalInterface
    public interface Work {
        /**
         * Works on a batch; its manager is closed afterwards.
         *
         * @param scope owns the batch
         * @param latents {@code [N, d]}
         * @param codes their codes
         */
        void on(NDManager scope, NDArray latents, Codes codes);
    }

    /**
     * Validates the numbers.
     *
     * @throws IllegalArgumentException if count or batch is below 1
     */
    public Samples {
        if (count < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "a measurement needs at least 1 sample and batches of at least 1, got " + count + " and " + batch);
        }
    }

    /**
     * {@return samples in batches of 32}
     *
     * @param seed names the latents
     * @param count how many
     */
    public static Samples of(long seed, int count) {
        return new Samples(seed, count, 32);
    }

    /**
     * Works through all samples, batch by batch, without a graph.
     *
     * @param path where the codes come from
     * @param work what is done with each batch
     */
    public void forEach(CodePath path, Work work) {
        for (int from = 0; from < count; from += batch) {
            try (GradScope off = GradScope.off();
                    NDManager scope = path.generator().manager().newSubManager()) {
                NDArray z = path.generator().latents().sample(scope, seed, from, Math.min(batch, count - from));
                work.on(scope, z, path.codes(z));
            }
        }
    }
}
