package io.interp.egan.report;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Generator;
import io.interp.core.data.EpochOrder;
import io.interp.core.data.ImageSource;
import io.interp.core.measure.Classifier;
import io.interp.core.measure.ClassifierScore;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.FrechetDistance;
import io.interp.core.stat.MaximumMeanDiscrepancy;
import io.interp.core.stat.RunningCovariance;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.ModeCoverage;
import io.interp.egan.point.PointEmbedder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures a generator against real images by an embedder's features. Immutable.
 *
 * <p>Fr&eacute;chet distance and discrepancy are biased or noisy for few images: compare only measurements of one embedder
 * and one number of images.
 */
@CheckReturnValue
public final class EvolutionEvaluator {

    private static final int BATCH = 256;
    private static final int MOST_KERNEL_ROWS = 2000;
    private static final long LATENTS = 0x65;
    private static final long REAL = 0x66;

    private final Embedder embedder;
    private final int images;
    private final long seed;
    private final Optional<GaussianMixture> mixture;
    private final Optional<Classifier> classifier;

    /**
     * Prepares measurements.
     *
     * @param embedder stays open; the caller closes it
     * @param images how many images are generated, and how many real ones are taken at most, 2 or more; the first 2000 of
     *     each enter the maximum mean discrepancy
     * @param seed the seed of latents and of which real images are taken
     * @throws IllegalArgumentException if there are fewer than two images
     */
    public EvolutionEvaluator(Embedder embedder, int images, long seed) {
        this(Objects.requireNonNull(embedder, "embedder"), images, seed, Optional.empty(), Optional.empty());
    }

    private EvolutionEvaluator(
            Embedder embedder,
            int images,
            long seed,
            Optional<GaussianMixture> mixture,
            Optional<Classifier> classifier) {
        if (images < 2) {
            throw new IllegalArgumentException("a measurement needs at least 2 images, got " + images);
        }
        this.embedder = embedder;
        this.images = images;
        this.seed = seed;
        this.mixture = mixture;
        this.classifier = classifier;
    }

    /**
     * {@return measurements of points by their coordinates: coverage of a mixture, discrepancy and distance, over 10000
     * points}
     *
     * @param mixture what the points should be drawn from
     * @param seed the seed of latents and of which real points are taken
     */
    public static EvolutionEvaluator ofPoints(GaussianMixture mixture, long seed) {
        return new EvolutionEvaluator(new PointEmbedder(), 10_000, seed, Optional.of(mixture), Optional.empty());
    }

    /**
     * {@return the same measurements and the Inception Score by a classifier}
     *
     * @param judge stays open; the caller closes it
     */
    public EvolutionEvaluator classifier(Classifier judge) {
        return new EvolutionEvaluator(embedder, images, seed, mixture, Optional.of(judge));
    }

    /**
     * Measures a generator.
     *
     * @param generator the generator, unchanged
     * @param data the real images
     * @return the numbers
     * @throws IllegalArgumentException if the data are fewer than two images, or images do not fit the embedder
     */
    public EvolutionMetrics measure(Generator generator, ImageSource data) {
        if (data.size() < 2) {
            throw new IllegalArgumentException("a measurement needs at least 2 real images, got " + data.size());
        }
        int reals = Math.min(images, data.size());
        int[] chosen = EpochOrder.of(Draws.derive(seed, REAL), data.size(), reals, EpochOrder.Tail.CONTINUE)
                .batch(0);
        Optional<ClassifierScore> score = classifier.map(ClassifierScore::new);
        try (NDManager scope = generator.manager().newSubManager();
                GradScope off = GradScope.off()) {
            Features real =
                    collect(scope, reals, (owner, from, to) -> data.batch(owner, Arrays.copyOfRange(chosen, from, to)));
            Features fake = collect(scope, images, (owner, from, to) -> {
                NDArray made = generator.generate(
                        generator.latents().sample(owner, Draws.derive(seed, LATENTS), from, to - from));
                score.ifPresent(one -> one.add(made));
                return made;
            });
            return new EvolutionMetrics(
                    images,
                    embedder.name(),
                    new MaximumMeanDiscrepancy().between(head(real), head(fake), embedder.dimension()),
                    new FrechetDistance().between(real.statistics, fake.statistics),
                    mixture.map(modes -> ModeCoverage.of(modes, fake.rows)),
                    score.isPresent() ? OptionalDouble.of(score.get().value()) : OptionalDouble.empty());
        }
    }

    private interface Images {
        NDArray batch(NDManager owner, int from, int to);
    }

    /** The statistics of all features, and the first of them row after row. */
    private static final class Features {
        private final RunningCovariance statistics;
        private final float[] rows;

        Features(RunningCovariance statistics, float[] rows) {
            this.statistics = statistics;
            this.rows = rows;
        }
    }

    private Features collect(NDManager scope, int count, Images source) {
        int width = embedder.dimension();
        RunningCovariance statistics = new RunningCovariance(width);
        int kept = mixture.isPresent() ? count : Math.min(count, MOST_KERNEL_ROWS);
        float[] rows = new float[Math.multiplyExact(kept, width)];
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(count, from + BATCH);
            try (NDManager batch = scope.newSubManager()) {
                NDArray features = embedder.embed(source.batch(batch, from, to)); // [B, D]
                statistics.add(features);
                float[] values = features.toFloatArray();
                int room = Math.max(0, Math.min(values.length, rows.length - from * width));
                System.arraycopy(values, 0, rows, Math.min(rows.length, from * width), room);
            }
        }
        return new Features(statistics, rows);
    }

    private float[] head(Features features) {
        int most = Math.min(features.rows.length, MOST_KERNEL_ROWS * embedder.dimension());
        return Arrays.copyOf(features.rows, most);
    }
}
