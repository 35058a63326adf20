package io.interp.sefa.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.core.tensor.Draws;
import io.interp.sefa.CodePath;
import io.interp.sefa.Codes;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Measures directions without labels, all on the same samples, and random unit directions beside them: a direction found by
 * any method is worth something only as far as it differs from those.
 *
 * @param distance how images are compared for speed
 * @param epsilon the small step for speed, above 0, in units of the code
 * @param alpha the step for locality and consistency, above 0
 * @param random how many random directions to measure, at least 0
 * @param samples the images it is measured on, at least 2
 */
public record DirectionMeter(ImageDistance distance, double epsilon, double alpha, int random, Samples samples) {

    private static final long CONTROL = 0x5e;
    private static final long EMBEDDER = 0;

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a step is not positive, there are fewer than 2 samples or random is negative
     */
    public DirectionMeter {
        Objects.requireNonNull(distance, "distance");
        if (!(epsilon > 0 && alpha > 0) || Double.isInfinite(epsilon) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("steps must be positive, got " + epsilon + " and " + alpha);
        }
        if (samples.count() < 2 || random < 0) {
            throw new IllegalArgumentException(
                    "at least 2 samples and 0 random directions are needed, got " + samples.count() + " and " + random);
        }
    }

    /**
     * {@return a meter by pixels, with steps of 0.05 and 3 and 8 random directions}
     *
     * @param samples the images it is measured on
     */
    public static DirectionMeter of(Samples samples) {
        return new DirectionMeter(ImageDistance.pixels(), 0.05, 3, 8, samples);
    }

    /**
     * Measures directions. Features for consistency are those of fixed random convolutions, or pixels where images are
     * smaller than 16 pixels a side.
     *
     * @param path where codes are moved
     * @param directions the directions
     * @return the measurements
     * @throws IllegalArgumentException if the directions are of another space
     */
    public Ranking measure(CodePath path, Directions directions) {
        Generator generator = path.generator();
        Shape image = generator.imageShape();
        boolean large = Math.min(image.get(1), image.get(2)) >= RandomConvolutionEmbedder.MIN_SIZE;
        try (Embedder embedder = large
                ? new RandomConvolutionEmbedder(generator.manager(), Math.toIntExact(image.get(0)), EMBEDDER)
                : new PixelEmbedder(image)) {
            return measure(path, directions, embedder);
        }
    }

    /**
     * Measures directions with given features.
     *
     * @param path where codes are moved
     * @param directions the directions
     * @param embedder gives the features for consistency; stays open
     * @return the measurements
     * @throws IllegalArgumentException if the directions are of another space
     */
    public Ranking measure(CodePath path, Directions directions, Embedder embedder) {
        path.space().requireSame(directions.space(), "the set of directions");
        List<Direction> all = new ArrayList<>(directions);
        for (int i = 0; i < random; i++) {
            all.add(randomLike(directions.get(0), i));
        }
        List<DirectionSums> sums = all.stream()
                .map(d -> new DirectionSums(path.generator().imageShape(), embedder.dimension()))
                .toList();
        samples.forEach(path, (scope, z, codes) -> {
            NDArray still = path.images(z, codes);
            for (int i = 0; i < all.size(); i++) {
                try (NDManager own = scope.newSubManager()) {
                    NDArray latents = z.duplicate();
                    latents.attach(own);
                    NDArray values = codes.values().duplicate();
                    values.attach(own);
                    add(sums.get(i), path, all.get(i), latents, new Codes(codes.space(), values), still, embedder);
                }
            }
        });
        List<Measurement> measured =
                sums.stream().map(s -> s.measurement(samples.count())).toList();
        return new Ranking(
                directions,
                measured.subList(0, directions.size()),
                measured.subList(directions.size(), measured.size()));
    }

    private void add(
            DirectionSums sums,
            CodePath path,
            Direction direction,
            NDArray z,
            Codes codes,
            NDArray still,
            Embedder embedder) {
        NDArray near = path.images(z, direction.shift(codes, epsilon));
        for (float d : distance.between(near, still).toFloatArray()) {
            sums.speed(d / epsilon * (d / epsilon));
        }
        NDArray forth = path.images(z, direction.shift(codes, alpha));
        NDArray back = path.images(z, direction.shift(codes, -alpha));
        sums.change(forth.sub(back).abs().mean(new int[] {1}).sum(new int[] {0})); // [H, W]
        sums.features(embedder.embed(forth).sub(embedder.embed(back))); // [N, D]
    }

    /**
     * {@return a random unit direction of the same space and layers}
     *
     * @param direction the direction it is like
     * @param index names it below the seed of the samples
     */
    Direction randomLike(Direction direction, int index) {
        RandomGenerator stream = Draws.stream(samples.seed(), CONTROL, index);
        double[] vector = new double[direction.space().dimension()];
        Arrays.setAll(vector, j -> stream.nextGaussian());
        return Direction.of("random " + index, direction.space(), direction.layers(), vector);
    }
}
