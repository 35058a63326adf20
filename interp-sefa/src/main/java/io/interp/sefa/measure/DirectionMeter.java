package io.interp.sefa.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
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

    /** The share of samples left out at either end of the speeds, as StyleGAN's code does for path lengths. */
    private static final double TRIM = 0.01;

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
        List<Measurement> measured = new ArrayList<>();
        directions.forEach(d -> measured.add(measure(path, d, embedder)));
        List<Measurement> control = new ArrayList<>();
        for (int i = 0; i < random; i++) {
            control.add(measure(path, randomLike(directions.get(0), i), embedder));
        }
        return new Ranking(directions, measured, control);
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

    private Measurement measure(CodePath path, Direction direction, Embedder embedder) {
        List<Double> speeds = new ArrayList<>();
        Shape image = path.generator().imageShape();
        double[] map = new double[Math.toIntExact(image.get(1) * image.get(2))];
        double[] sumOfChanges = new double[embedder.dimension()];
        long[] changed = {0};
        samples.forEach(path, (scope, z, codes) -> {
            for (float d : slow(path, direction, z, codes)) {
                speeds.add(d / epsilon * (d / epsilon));
            }
            NDArray forth = path.images(z, direction.shift(codes, alpha));
            NDArray back = path.images(z, direction.shift(codes, -alpha));
            addTo(map, forth.sub(back).abs().mean(new int[] {1}).sum(new int[] {0})); // [H, W]
            NDArray change = embedder.embed(forth).sub(embedder.embed(back)); // [N, D]
            NDArray length = change.square().sum(new int[] {1}, true).sqrt(); // [N, 1]
            NDArray moved = length.gt(0).toType(length.getDataType(), false);
            changed[0] += (long) moved.sum().getFloat();
            addTo(sumOfChanges, change.div(length.add(moved.neg().add(1))).sum(new int[] {0})); // [D]
        });
        HostArray change = HostArray.of(scaled(map, 1.0 / samples.count()), image.get(1), image.get(2));
        return new Measurement(
                trimmedMean(speeds), entropy(map), area(map), meanCosine(sumOfChanges, changed[0]), change);
    }

    private float[] slow(CodePath path, Direction direction, NDArray z, Codes codes) {
        NDArray still = path.images(z, codes);
        NDArray moved = path.images(z, direction.shift(codes, epsilon));
        return distance.between(moved, still).toFloatArray();
    }

    private static void addTo(double[] sum, NDArray array) {
        float[] values = array.toFloatArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }

    static double trimmedMean(List<Double> values) {
        int cut = (int) (TRIM * values.size());
        return values.stream()
                .sorted()
                .skip(cut)
                .limit(values.size() - 2L * cut)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    /** The entropy of a map over that of an even one; an even one for a map without change. */
    static double entropy(double[] map) {
        double sum = Arrays.stream(map).sum();
        if (sum == 0 || map.length == 1) {
            return 1;
        }
        double entropy = 0;
        for (double value : map) {
            double share = value / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return entropy / Math.log(map.length);
    }

    /** The share of the strongest pixels that hold half of the sum, the last of them in part. */
    static double area(double[] map) {
        double[] rising = map.clone();
        Arrays.sort(rising);
        double half = Arrays.stream(rising).sum() / 2;
        if (half == 0) {
            return 0.5;
        }
        double held = 0;
        for (int taken = 0; taken < rising.length; taken++) {
            double value = rising[rising.length - 1 - taken];
            if (held + value >= half) {
                return (taken + (half - held) / value) / rising.length;
            }
            held += value;
        }
        return 0.5;
    }

    /** The mean cosine of two different unit vectors, from the sum of all: |sum|^2 = n + n (n - 1) mean. */
    static double meanCosine(double[] sum, long count) {
        if (count < 2) {
            return 0;
        }
        double square = Arrays.stream(sum).map(v -> v * v).sum();
        return (square - count) / (count * (count - 1.0));
    }
}
