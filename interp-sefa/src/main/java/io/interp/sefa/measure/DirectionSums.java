package io.interp.sefa.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is added up over samples of one direction, and the measurement it gives. */
final class DirectionSums {

    /** The share of samples left out at either end of the speeds, as StyleGAN's code does for path lengths. */
    private static final double TRIM = 0.01;

    private final List<Double> speeds = new ArrayList<>();
    private final Shape image;
    private final double[] map;
    private final double[] changes;
    private long changed;

    DirectionSums(Shape image, int features) {
        this.image = image;
        this.map = new double[Math.toIntExact(image.get(1) * image.get(2))];
        this.changes = new double[features];
    }

    /** Adds the speed of one sample. */
    void speed(double speed) {
        speeds.add(speed);
    }

    /** Adds the change of pixels {@code [H, W]}, summed over some samples. */
    void change(NDArray pixels) {
        addTo(map, pixels);
    }

    /** Adds the change of features {@code [N, D]} of some samples, as unit vectors. */
    void features(NDArray change) {
        NDArray length = change.square().sum(new int[] {1}, true).sqrt(); // [N, 1]
        NDArray moved = length.gt(0).toType(length.getDataType(), false);
        changed += Math.round(moved.sum().getFloat());
        addTo(changes, change.div(length.add(moved.neg().add(1))).sum(new int[] {0})); // [D]
    }

    Measurement measurement(int samples) {
        double[] mean = Arrays.stream(map).map(v -> v / samples).toArray();
        return new Measurement(
                trimmedMean(speeds),
                entropy(map),
                area(map),
                meanCosine(changes, changed),
                HostArray.of(mean, image.get(1), image.get(2)));
    }

    private static void addTo(double[] sum, NDArray array) {
        float[] values = array.toFloatArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
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
