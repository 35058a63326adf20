package io.interp.sefa.attribute;

import ai.djl.ndarray.NDArray;
import io.interp.core.io.HostArray;
import io.interp.sefa.CodePath;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import io.interp.sefa.measure.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How much each direction changes each attribute: the mean change of the score, {@code score(G(z + alpha n)) -
 * score(G(z))}, with its standard error. A direction that changes one attribute alone is disentangled from the others.
 * Prints as a table, in standard deviations of the attribute.
 *
 * <h2>Reference</h2>
 * The re-scoring analysis of Shen et al., "InterFaceGAN", TPAMI 2020, section 4.3.
 */
public final class RescoringMatrix {

    private final Directions directions;
    private final List<String> attributes;
    private final double[][] change;
    private final double[][] error;
    private final double[] deviation;

    private RescoringMatrix(
            Directions directions, List<String> attributes, double[][] change, double[][] error, double[] deviation) {
        this.directions = directions;
        this.attributes = attributes;
        this.change = change;
        this.error = error;
        this.deviation = deviation;
    }

    /**
     * Measures the changes.
     *
     * @param path where codes are moved
     * @param directions the directions
     * @param alpha the step
     * @param predictor scores images
     * @param samples the images, at least 2
     * @return the matrix
     * @throws IllegalArgumentException if the directions are of another space, there are fewer than 2 samples, the step is
     *     0 or not finite, or the predictor gives scores of another shape
     */
    public static RescoringMatrix measure(
            CodePath path, Directions directions, double alpha, AttributePredictor predictor, Samples samples) {
        path.space().requireSame(directions.space(), "the set of directions");
        if (samples.count() < 2 || alpha == 0 || !Double.isFinite(alpha)) {
            throw new IllegalArgumentException("re-scoring needs at least 2 samples and a step other than 0, got "
                    + samples.count() + " and " + alpha);
        }
        List<String> names = List.copyOf(predictor.attributes());
        int f = names.size();
        Sums still = new Sums(f);
        List<Sums> changes = new ArrayList<>();
        directions.forEach(d -> changes.add(new Sums(f)));
        samples.forEach(path, (scope, z, codes) -> {
            float[][] before = Scores.of(predictor, path.images(z, codes));
            still.add(before, new float[before.length][f]);
            for (int i = 0; i < directions.size(); i++) {
                Direction direction = directions.get(i);
                NDArray images = path.images(z, direction.shift(codes, alpha));
                changes.get(i).add(Scores.of(predictor, images), before);
                images.close();
            }
        });
        return new RescoringMatrix(
                directions,
                names,
                changes.stream().map(Sums::mean).toArray(double[][]::new),
                changes.stream()
                        .map(s -> scale(s.deviation(), 1 / Math.sqrt(samples.count())))
                        .toArray(double[][]::new),
                still.deviation());
    }

    private static double[] scale(double[] values, double factor) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }

    /** Sums and sums of squares of differences, column by column. */
    private static final class Sums {
        private final double[] sum;
        private final double[] square;
        private long count;

        Sums(int columns) {
            sum = new double[columns];
            square = new double[columns];
        }

        void add(float[][] values, float[][] less) {
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < sum.length; j++) {
                    double difference = (double) values[i][j] - less[i][j];
                    sum[j] += difference;
                    square[j] += difference * difference;
                }
            }
            count += values.length;
        }

        double[] mean() {
            return scale(sum, 1.0 / count);
        }

        double[] deviation() {
            double[] deviation = new double[sum.length];
            for (int j = 0; j < deviation.length; j++) {
                double mean = sum[j] / count;
                deviation[j] = Math.sqrt(Math.max(0, (square[j] - count * mean * mean) / (count - 1)));
            }
            return deviation;
        }
    }

    /** {@return the names of the attributes} */
    public List<String> attributes() {
        return attributes;
    }

    /** {@return the mean change of each score, {@code [K, F]} float64, in units of the score} */
    public HostArray change() {
        return flat(change);
    }

    /** {@return the standard error of each mean change, {@code [K, F]} float64} */
    public HostArray error() {
        return flat(error);
    }

    private HostArray flat(double[][] rows) {
        double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return HostArray.of(all, rows.length, attributes.size());
    }

    /**
     * {@return the mean change in standard deviations of the attribute over unmoved images; 0 for an attribute that does
     * not vary}
     *
     * @param direction the number of the direction
     * @param attribute the number of the attribute
     */
    public double effect(int direction, int attribute) {
        return deviation[attribute] > 0 ? change[direction][attribute] / deviation[attribute] : 0;
    }

    /**
     * Names what a direction changes most, if it stands out: its effect is at least a margin times that of any other
     * attribute, and more than three standard errors from 0.
     *
     * @param direction the number of the direction
     * @param margin the margin, at least 1
     * @return the label, or empty for a direction that changes several attributes alike, or none
     * @throws IllegalArgumentException if the margin is below 1
     */
    public Optional<AttributeLabel> label(int direction, double margin) {
        if (!(margin >= 1)) {
            throw new IllegalArgumentException("the margin must be 1 or more, got " + margin);
        }
        int best = 0;
        for (int j = 1; j < attributes.size(); j++) {
            best = Math.abs(effect(direction, j)) > Math.abs(effect(direction, best)) ? j : best;
        }
        int first = best;
        double next = IntStream.range(0, attributes.size())
                .filter(j -> j != first)
                .mapToDouble(j -> Math.abs(effect(direction, j)))
                .max()
                .orElse(0);
        double effect = effect(direction, best);
        boolean sure = Math.abs(change[direction][best]) > 3 * error[direction][best];
        if (effect == 0 || !sure || Math.abs(effect) < margin * next) {
            return Optional.empty();
        }
        return Optional.of(new AttributeLabel(attributes.get(best), effect, Math.abs(effect) / next));
    }

    /**
     * {@return the directions with labels where one stands out; others keep the label they have}
     *
     * @param margin how many times larger the effect on one attribute must be than on any other, at least 1
     */
    public Directions labelled(double margin) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < directions.size(); i++) {
            String old = directions.get(i).label().orElse("");
            labels.add(label(i, margin).map(AttributeLabel::text).orElse(old));
        }
        return directions.labelled(labels);
    }

    /** {@return effects in standard deviations, one line a direction, one column an attribute} */
    @Override
    public String toString() {
        int width = directions.stream().mapToInt(d -> d.name().length()).max().orElse(9);
        int column =
                Math.max(8, attributes.stream().mapToInt(String::length).max().orElse(8));
        StringBuilder text = new StringBuilder(String.format("%-" + width + "s", "direction"));
        attributes.forEach(name -> text.append(String.format("  %" + column + "s", name)));
        for (int i = 0; i < directions.size(); i++) {
            text.append(String.format("%n%-" + width + "s", directions.get(i).name()));
            for (int j = 0; j < attributes.size(); j++) {
                text.append(String.format(Locale.ROOT, "  %+" + column + ".2f", effect(i, j)));
            }
        }
        return text.toString();
    }
}
