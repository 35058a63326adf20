package io.interp.dissect.repair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.FrechetMeter;
import io.interp.core.stat.ImageStream;
import io.interp.core.stat.RunningCovariance;
import io.interp.core.tensor.GradScope;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The images that generated ones are compared with: real ones, or those of the generator itself, all or only the sound ones.
 *
 * @param name what they are, for results
 * @param images how many, at least 2
 * @param open starts reading them from the beginning, on a generator
 */
public record FrechetReference(String name, int images, Source open) {

    private static final int BATCH = 32;

    /** Starts reading images. */
    @FunctionalInterface
    public interface Source {

        /**
         * {@return the images from the first on}
         *
         * @param generator the generator that is being repaired
         */
        ImageStream from(Generator generator);
    }

    /**
     * Validates the number.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    public FrechetReference {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(open, "open");
        if (images < 2) {
            throw new IllegalArgumentException("a reference needs 2 images or more, got " + images);
        }
    }

    /**
     * {@return real images, the first of a source}
     *
     * @param source images of the generator's size
     * @param images how many at most
     */
    public static FrechetReference real(ImageSource source, int images) {
        return new FrechetReference(source.name(), Math.min(images, source.size()), generator -> {
            int[] next = {0};
            return (manager, count) -> {
                int from = next[0];
                int to = Math.min(source.size(), from + count);
                next[0] = to;
                return source.batch(manager, IntStream.range(from, to).toArray());
            };
        });
    }

    /**
     * {@return images of the generator itself}
     *
     * @param seed names their latents; another one than that of the images measured
     * @param images how many
     */
    public static FrechetReference generated(long seed, int images) {
        return new FrechetReference("generated", images, generator -> {
            long[] next = {0};
            return (manager, count) -> {
                NDArray z = generator.latents().sample(manager, seed, next[0], count);
                next[0] += count;
                return generator.generate(z);
            };
        });
    }

    /**
     * {@return images of the generator itself that do not show the artifact}
     *
     * @param mask finds the artifact
     * @param most the largest share of an image's pixels that may be broken, such as 0.001
     * @param seed names their latents; another one than that of the images measured
     * @param images how many
     */
    public static FrechetReference sound(ArtifactMask mask, double most, long seed, int images) {
        return new FrechetReference("generated without the artifact", images, generator -> {
            long[] next = {0};
            return (manager, count) -> {
                NDList kept = new NDList();
                long tried = 0;
                while (kept.size() < count) {
                    if (tried > 1000L * count) {
                        throw new IllegalStateException("of " + tried + " generated images only " + kept.size()
                                + " are without the artifact; check what the mask finds");
                    }
                    collect(generator, manager, seed, next[0], mask, most, kept, count);
                    next[0] += BATCH;
                    tried += BATCH;
                }
                return NDArrays.concat(kept);
            };
        });
    }

    private static void collect(
            Generator generator,
            NDManager manager,
            long seed,
            long from,
            ArtifactMask mask,
            double most,
            NDList kept,
            int count) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray images = generator.generate(generator.latents().sample(scope, seed, from, BATCH));
            NDArray found = mask.of(images);
            float[] shares = found.reshape(BATCH, -1).mean(new int[] {1}).toFloatArray();
            for (int i = 0; i < BATCH && kept.size() < count; i++) {
                if (shares[i] <= most) {
                    NDArray image = images.get(i + ":" + (i + 1)).duplicate();
                    image.attach(manager);
                    kept.add(image);
                }
            }
        }
    }

    /**
     * Summarises the images' features.
     *
     * @param generator the generator that is being repaired
     * @param embedder gives the features
     * @return their mean and covariance
     */
    RunningCovariance summary(Generator generator, Embedder embedder) {
        try (GradScope off = GradScope.off();
                NDManager manager = generator.manager().newSubManager()) {
            return new FrechetMeter(embedder).collect(manager, open.from(generator), images, BATCH);
        }
    }
}
