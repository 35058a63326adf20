package io.interp.eigengan.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.tensor.GradScope;
import io.interp.eigengan.EigenDimension;
import io.interp.eigengan.EigenLatents;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which dimensions go with which attributes: Pearson's correlation, over generated images, between each coordinate of the
 * latents and each attribute of the image, and how concentrated it is. Immutable.
 *
 * <p>The entropy of a row or column of absolute correlations, made to sum to 1, is low where one dimension owns an
 * attribute, or a dimension means one attribute alone.
 */
public final class AttributeCorrelation {

    private static final int BATCH = 32;
    private static final int SHOWN = 20;
    private static final int LEAST = 3;
    private static final double LEAST_SHARE = 0.1;

    private final List<String> attributes;
    private final List<EigenDimension> dimensions;
    private final double[][] correlation;

    private AttributeCorrelation(List<String> attributes, List<EigenDimension> dimensions, double[][] correlation) {
        this.attributes = attributes;
        this.dimensions = dimensions;
        this.correlation = correlation;
    }

    /**
     * Correlates labels of generated images with the latents they were made of.
     *
     * @param layout what the latents' coordinates are
     * @param latents {@code [N][d]}
     * @param attributes the names of the attributes
     * @param labels {@code [N][F]}, numbers for each attribute, such as scores or 0 and 1; NaN where an image has no such
     *     thing, and is then left out
     * @return the correlations, 0 where an attribute never varies or fewer than 3 images, or a tenth of them, have it
     * @throws IllegalArgumentException if there are fewer than 3 images, sizes do not fit, a latent is not finite, a label
     *     infinite, or all labels of an image NaN
     */
    public static AttributeCorrelation of(
            EigenLatents layout, float[][] latents, List<String> attributes, float[][] labels) {
        List<String> names = List.copyOf(attributes);
        if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("attributes need at least one name and each its own, got " + names);
        }
        if (latents.length < LEAST || latents.length != labels.length) {
            throw new IllegalArgumentException("correlations need labels of at least 3 images, one row for each latent,"
                    + " got " + latents.length + " latents and " + labels.length + " rows of labels");
        }
        check(latents, layout.total(), "latents", Double::isFinite);
        check(labels, names.size(), "labels", label -> !Double.isInfinite(label));
        for (float[] row : labels) {
            if (IntStream.range(0, row.length).allMatch(f -> Float.isNaN(row[f]))) {
                throw new IllegalArgumentException(
                        "labels must be finite but for what an image lacks, got one with NaN" + " for all of " + names);
            }
        }
        List<EigenDimension> dimensions = layout.all();
        double[][] correlation = new double[names.size()][dimensions.size()];
        for (int f = 0; f < names.size(); f++) {
            int column = f;
            int[] having = IntStream.range(0, labels.length)
                    .filter(i -> !Float.isNaN(labels[i][column]))
                    .toArray();
            if (having.length < Math.max(LEAST, LEAST_SHARE * labels.length)) {
                continue;
            }
            double[] attribute = standardised(labels, having, f);
            for (int k = 0; k < dimensions.size(); k++) {
                double[] coordinate = standardised(latents, having, layout.coordinate(dimensions.get(k)));
                for (int i = 0; i < attribute.length; i++) {
                    correlation[f][k] += attribute[i] * coordinate[i];
                }
            }
        }
        return new AttributeCorrelation(names, dimensions, correlation);
    }

    /**
     * Generates images, asks a predictor for their attributes and correlates them.
     *
     * @param generator an EigenGAN
     * @param attributes the names of the attributes
     * @param predictor turns {@code [N, C, H, W]} images in [-1, 1] into {@code [N, F]} scores, NaN where an image has no
     *     such thing
     * @param samples the number of images
     * @param seed the seed of their latents
     * @return the correlations, with no native memory
     * @throws IllegalArgumentException if the generator is no EigenGAN, samples is below 3 or scores do not fit
     */
    public static AttributeCorrelation measure(
            Generator generator, List<String> attributes, UnaryOperator<NDArray> predictor, int samples, long seed) {
        EigenLatents layout = EigenLatents.of(generator);
        float[][] latents = new float[samples][];
        float[][] scores = new float[samples][];
        for (int from = 0; from < samples; from += BATCH) {
            int count = Math.min(BATCH, samples - from);
            try (GradScope off = GradScope.off();
                    NDManager scope = generator.manager().newSubManager()) {
                NDArray z = generator.latents().sample(scope, seed, from, count); // [N, d]
                NDArray given = predictor.apply(generator.generate(z)); // [N, F]
                if (!given.getShape().equals(new Shape(count, attributes.size()))) {
                    throw new IllegalArgumentException("the predictor of " + attributes + " must give scores [" + count
                            + ", " + attributes.size() + "], it gave " + given.getShape());
                }
                rows(z, latents, from);
                rows(given, scores, from);
            }
        }
        return of(layout, latents, attributes, scores);
    }

    private static void rows(NDArray array, float[][] into, int from) {
        float[] flat = array.toFloatArray();
        int width = Math.toIntExact(array.getShape().get(1));
        for (int i = 0; i < flat.length / width; i++) {
            into[from + i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
    }

    private static void check(float[][] rows, int width, String what, DoublePredicate fits) {
        for (float[] row : rows) {
            if (row.length != width) {
                throw new IllegalArgumentException(what + " must have " + width + " columns, got " + row.length);
            }
            for (float value : row) {
                if (!fits.test(value)) {
                    throw new IllegalArgumentException(what + " must be finite, got " + value);
                }
            }
        }
    }

    /** A column over some rows, of mean 0 and length 1; all 0 where it never varies. */
    private static double[] standardised(float[][] rows, int[] chosen, int column) {
        double[] values =
                Arrays.stream(chosen).mapToDouble(i -> rows[i][column]).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double length = Math.sqrt(
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum());
        return length > 0 ? Arrays.stream(values).map(v -> (v - mean) / length).toArray() : new double[values.length];
    }

    /** {@return the names of the attributes} */
    public List<String> attributes() {
        return attributes;
    }

    /** {@return the dimensions} */
    public List<EigenDimension> dimensions() {
        return dimensions;
    }

    /**
     * {@return Pearson's correlation in [-1, 1]}
     *
     * @param attribute the name of an attribute
     * @param dimension a dimension
     * @throws IllegalArgumentException if there is no such attribute or dimension
     */
    public double between(String attribute, EigenDimension dimension) {
        int at = dimensions.indexOf(dimension);
        if (at < 0) {
            throw new IllegalArgumentException("there is no dimension " + dimension + " among " + dimensions);
        }
        return row(attribute)[at];
    }

    /**
     * {@return the dimensions, the one that goes most with an attribute first}
     *
     * @param attribute the name of an attribute
     * @throws IllegalArgumentException if there is no such attribute
     */
    public List<EigenDimension> ranked(String attribute) {
        double[] row = row(attribute);
        return IntStream.range(0, row.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -Math.abs(row[k])))
                .map(dimensions::get)
                .toList();
    }

    /**
     * {@return the entropy over dimensions of an attribute's absolute correlations, in bits: 0 where one dimension owns it}
     *
     * @param attribute the name of an attribute
     * @throws IllegalArgumentException if there is no such attribute
     */
    public double entropy(String attribute) {
        return entropy(row(attribute));
    }

    /**
     * {@return the entropy over attributes of a dimension's absolute correlations, in bits: 0 where it means one of them}
     *
     * @param dimension a dimension
     * @throws IllegalArgumentException if there is no such dimension
     */
    public double entropy(EigenDimension dimension) {
        return entropy(
                attributes.stream().mapToDouble(a -> between(a, dimension)).toArray());
    }

    private static double entropy(double[] correlations) {
        double sum = Arrays.stream(correlations).map(Math::abs).sum();
        return sum == 0
                ? 0
                : Arrays.stream(correlations)
                        .map(c -> Math.abs(c) / sum)
                        .filter(p -> p > 0)
                        .map(p -> -p * Math.log(p) / Math.log(2))
                        .sum();
    }

    private double[] row(String attribute) {
        int at = attributes.indexOf(attribute);
        if (at < 0) {
            throw new IllegalArgumentException("there is no attribute '" + attribute + "' among " + attributes);
        }
        return correlation[at];
    }

    /** {@return the attributes, those that go most with some dimension first} */
    public List<String> strongest() {
        return attributes.stream()
                .sorted(Comparator.comparingDouble(
                        a -> -Math.abs(between(a, ranked(a).get(0)))))
                .toList();
    }

    /** {@return for each attribute its best dimension, their correlation and its entropy, for a result file} */
    public Map<String, Map<String, Object>> toMap() {
        Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
        for (String attribute : attributes) {
            EigenDimension best = ranked(attribute).get(0);
            rows.put(
                    attribute,
                    Map.of(
                            "dimension", best.toString(),
                            "correlation", between(attribute, best),
                            "entropy", entropy(attribute)));
        }
        return rows;
    }

    /** {@return one line an attribute, the {@value #SHOWN} strongest: its entropy and the dimensions that go with it most} */
    @Override
    public String toString() {
        String more = attributes.size() > SHOWN ? "\n... and " + (attributes.size() - SHOWN) + " more" : "";
        return strongest().stream()
                .limit(SHOWN)
                .map(a -> String.format(
                        Locale.ROOT,
                        "%-16s %.2f bits  %s",
                        a,
                        entropy(a),
                        ranked(a).stream()
                                .limit(3)
                                .map(d -> String.format(Locale.ROOT, "%s %+.2f", d, between(a, d)))
                                .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("\n", "", more));
    }
}
