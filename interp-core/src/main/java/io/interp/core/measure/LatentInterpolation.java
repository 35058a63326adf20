package io.interp.core.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Generator;
import io.interp.core.LatentSpace;
import io.interp.core.image.AnimatedGif;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.stat.Embedder;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A walk through a generator's latents from one sample to the next, as a strip, as an animation, and in numbers: a
 * generator that has learned the data changes its images little by little on the way, one that has stored them jumps.
 *
 * <p>Between two latents of a normal prior the walk keeps to the sphere they lie on ({@link LatentWay#SPHERICAL}), since
 * latents in between on the straight line are shorter than any the generator was trained on; in a uniform prior's box it
 * is straight. Immutable; the generator stays the caller's.
 *
 * <pre>{@code
 * LatentInterpolation walk = LatentInterpolation.of(generator).samples(0, 1, 2).stepsBetween(8);
 * walk.animation().write(Path.of("walk.gif"));
 * System.out.println(walk.smoothness());
 * }</pre>
 *
 * <h2>Reference</h2>
 *
 * Radford, Metz and Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial
 * Networks", ICLR 2016, section 6.1 (walks); White, "Sampling Generative Networks", 2016 (spherical ones).
 */
@CheckReturnValue
public final class LatentInterpolation {

    /** Pictures are shown at least this wide. */
    private static final int LEAST_PIXELS = 64;

    private static final long PLACES = 0x706c;

    private final Generator generator;
    private final LatentWay way;
    private final long seed;
    private final List<Integer> samples;
    private final int stepsBetween;
    private final Optional<Embedder> embedder;

    private LatentInterpolation(
            Generator generator,
            LatentWay way,
            long seed,
            List<Integer> samples,
            int stepsBetween,
            Optional<Embedder> embedder) {
        this.generator = generator;
        this.way = way;
        this.seed = seed;
        this.samples = samples;
        this.stepsBetween = stepsBetween;
        this.embedder = embedder;
    }

    /**
     * Starts with the walk from sample 0 to sample 1 of seed 0 in eight steps, the way of the generator's prior, images
     * compared by their pixels.
     *
     * @param generator the generator
     * @return the walk
     */
    public static LatentInterpolation of(Generator generator) {
        return new LatentInterpolation(
                generator, LatentWay.of(generator.latents().prior()), 0, List.of(0, 1), 8, Optional.empty());
    }

    /**
     * {@return the same walk another way}
     *
     * @param other how it goes from one latent to the next
     */
    public LatentInterpolation way(LatentWay other) {
        return new LatentInterpolation(generator, other, seed, samples, stepsBetween, embedder);
    }

    /**
     * {@return the same walk through samples of another seed}
     *
     * @param number the seed
     */
    public LatentInterpolation seed(long number) {
        return new LatentInterpolation(generator, way, number, samples, stepsBetween, embedder);
    }

    /**
     * Sets where the walk goes. Naming the first sample again at the end closes the loop.
     *
     * @param indices at least two samples of the seed
     * @return the new walk
     * @throws IllegalArgumentException if there are fewer than two, or one is negative
     */
    public LatentInterpolation samples(int... indices) {
        if (indices.length < 2 || Arrays.stream(indices).anyMatch(i -> i < 0)) {
            throw new IllegalArgumentException(
                    "a walk goes through two or more samples from 0 on, got " + Arrays.toString(indices));
        }
        return new LatentInterpolation(
                generator, way, seed, Arrays.stream(indices).boxed().toList(), stepsBetween, embedder);
    }

    /**
     * Sets how many steps lead from one sample to the next.
     *
     * @param steps 2 or more
     * @return the new walk
     * @throws IllegalArgumentException if below 2
     */
    public LatentInterpolation stepsBetween(int steps) {
        if (steps < 2) {
            throw new IllegalArgumentException("a walk takes at least 2 steps between two samples, got " + steps);
        }
        return new LatentInterpolation(generator, way, seed, samples, steps, embedder);
    }

    /**
     * {@return the same walk with images compared by their features, as perceptual distances are}
     *
     * @param features stays open; the caller closes it
     */
    public LatentInterpolation comparedBy(Embedder features) {
        return new LatentInterpolation(generator, way, seed, samples, stepsBetween, Optional.of(features));
    }

    /**
     * Computes the latents of the walk.
     *
     * @param manager the owner of the result
     * @return {@code [(samples - 1) * stepsBetween + 1, d]}, the samples themselves among them
     */
    public NDArray latents(NDManager manager) {
        LatentSpace space = generator.latents();
        int dimension = space.dimension();
        List<double[]> stops = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            for (int sample : samples) {
                float[] stop = space.sample(scope, seed, sample, 1).toFloatArray();
                double[] wide = new double[dimension];
                Arrays.setAll(wide, i -> stop[i]);
                stops.add(wide);
            }
        }
        int count = (samples.size() - 1) * stepsBetween + 1;
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            int leg = Math.min(i / stepsBetween, samples.size() - 2);
            double share = (i - leg * stepsBetween) / (double) stepsBetween;
            double[] point = way.between(stops.get(leg), stops.get(leg + 1), share);
            rows[i] = new float[dimension];
            for (int j = 0; j < dimension; j++) {
                rows[i][j] = (float) point[j];
            }
        }
        return manager.create(rows);
    }

    /** {@return the images of the walk as pictures} */
    public List<BufferedImage> pictures() {
        try (NDManager scope = generator.manager().newSubManager();
                GradScope off = GradScope.off()) {
            List<BufferedImage> pictures = new ArrayList<>();
            NDArray z = latents(scope); // [N, d]
            for (long i = 0; i < z.getShape().get(0); i += stepsBetween) {
                try (NDManager batch = scope.newSubManager()) {
                    pictures.addAll(Pictures.of(generator.generate(rows(batch, z, i))));
                }
            }
            return List.copyOf(pictures);
        }
    }

    private NDArray rows(NDManager owner, NDArray z, long from) {
        NDArray rows =
                z.get(from + ":" + Math.min(from + stepsBetween, z.getShape().get(0)));
        rows.attach(owner);
        return rows;
    }

    private List<BufferedImage> enlarged() {
        List<BufferedImage> pictures = pictures();
        int factor = Math.max(1, LEAST_PIXELS / pictures.get(0).getWidth());
        return pictures.stream()
                .map(picture -> Pictures.enlarge(picture, factor))
                .toList();
    }

    /**
     * {@return the walk as one picture, a row for each way from one sample to the next, both of them in it; images of less
     * than 64 pixels are enlarged}
     */
    public BufferedImage strip() {
        List<BufferedImage> pictures = enlarged();
        List<BufferedImage> cells = new ArrayList<>();
        for (int leg = 0; leg < samples.size() - 1; leg++) {
            cells.addAll(pictures.subList(leg * stepsBetween, (leg + 1) * stepsBetween + 1));
        }
        return ImageGrid.of(cells).columns(stepsBetween + 1).draw();
    }

    /**
     * {@return the walk as an animation, there and back unless it ends where it began; images of less than 64 pixels are
     * enlarged}
     */
    public AnimatedGif animation() {
        List<BufferedImage> pictures = enlarged();
        boolean loop = samples.get(0).equals(samples.get(samples.size() - 1));
        return loop
                ? AnimatedGif.of(pictures.subList(0, pictures.size() - 1))
                : AnimatedGif.of(pictures).thereAndBack();
    }

    /** {@return how evenly the images change along the walk} */
    public Smoothness smoothness() {
        try (NDManager scope = generator.manager().newSubManager();
                GradScope off = GradScope.off()) {
            NDArray z = latents(scope);
            List<double[]> features = new ArrayList<>();
            for (long i = 0; i < z.getShape().get(0); i += stepsBetween) {
                try (NDManager batch = scope.newSubManager()) {
                    features.addAll(features(generator.generate(rows(batch, z, i))));
                }
            }
            double[] steps = new double[features.size() - 1];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = distance(features.get(i), features.get(i + 1));
            }
            return new Smoothness(Arrays.stream(steps).boxed().toList());
        }
    }

    /**
     * The mean over pairs of samples of the squared speed at which images change: the squared distance of two images a
     * small share apart, at a random place of the way between the samples, over that share squared. A smaller length at
     * images of equal quality means a better ordered space.
     *
     * <p>Karras, Laine and Aila, "A Style-Based Generator Architecture for Generative Adversarial Networks", CVPR 2019,
     * section 4.1 (perceptual path length), here with pixels or any embedder in place of VGG features.
     *
     * @param pairs how many pairs of samples of the seed, 1 or more: 2i and 2i + 1
     * @param share the small share, such as 1e-3; below 1e-4 single precision drowns it
     * @return the mean squared speed
     * @throws IllegalArgumentException if there is no pair, or the share is not in [1e-5, 0.1]
     */
    public double pathLength(int pairs, double share) {
        if (pairs < 1 || !(share >= 1e-5 && share <= 0.1)) {
            throw new IllegalArgumentException(
                    "a path length needs a pair and a share in [1e-5, 0.1], got " + pairs + " and " + share);
        }
        double sum = 0;
        for (int pair = 0; pair < pairs; pair++) {
            try (NDManager scope = generator.manager().newSubManager();
                    GradScope off = GradScope.off()) {
                NDArray ends = generator.latents().sample(scope, seed, 2L * pair, 2); // [2, d]
                double[] from = row(ends, 0);
                double[] to = row(ends, 1);
                double at = Draws.stream(seed, PLACES, pair).nextDouble() * (1 - share);
                float[][] rows = {single(way.between(from, to, at)), single(way.between(from, to, at + share))};
                List<double[]> images = features(generator.generate(scope.create(rows)));
                double speed = distance(images.get(0), images.get(1)) / share;
                sum += speed * speed;
            }
        }
        return sum / pairs;
    }

    private static double[] row(NDArray array, int index) {
        float[] values = array.toFloatArray();
        int width = Math.toIntExact(array.getShape().get(1));
        double[] row = new double[width];
        Arrays.setAll(row, i -> values[index * width + i]);
        return row;
    }

    private static float[] single(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < single.length; i++) {
            single[i] = (float) values[i];
        }
        return single;
    }

    /** Features whose Euclidean distance is that of two images: root mean square of pixels, or of the embedder's own. */
    private List<double[]> features(NDArray images) {
        NDArray rows = embedder.isPresent()
                ? embedder.get().embed(images)
                : images.reshape(images.getShape().get(0), -1); // [N, D]
        int count = Math.toIntExact(rows.getShape().get(0));
        double scale = embedder.isPresent()
                ? 1
                : 1 / Math.sqrt((double) rows.getShape().get(1));
        float[] values = rows.toFloatArray();
        int width = values.length / count;
        List<double[]> features = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] feature = new double[width];
            for (int j = 0; j < width; j++) {
                feature[j] = scale * values[i * width + j];
            }
            features.add(feature);
        }
        return features;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
