package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.GradScope;
import java.util.Arrays;

/**
 * How alike the maps of filters are within groups and between groups: the mean cosine similarity over pairs of filters
 * of an image, averaged over images. An interpretable layer has a high first and a low second number.
 *
 * <p>Inactive filters (group -1) and, image by image, filters with no activation at all have no direction and take part
 * in no pair; else groups of dead filters would look well separated. An image without a pair counts for nothing.
 *
 * @param same the mean over pairs within a group, from -1 to 1 and not negative for rectified maps; NaN if there was no
 *     pair
 * @param other the mean over pairs of different groups; NaN if there was no pair
 */
public record GroupCosine(double same, double other) {

    /**
     * Measures a batch.
     *
     * @param features maps {@code [B, M, H, W]}
     * @param groups the group of each filter, negative for inactive ones, {@code [M]}
     * @return the two means, computed in double
     * @throws IllegalArgumentException if features are not {@code [B, M, H, W]} with one group per filter
     */
    public static GroupCosine of(NDArray features, int[] groups) {
        Shape shape = features.getShape();
        if (shape.dimension() != 4 || shape.get(1) != groups.length) {
            throw new IllegalArgumentException(
                    "features should be [B, M, H, W] with M = " + groups.length + " groups given, got " + shape);
        }
        int count = Arrays.stream(groups).max().orElse(-1) + 1;
        if (count == 0) {
            return new GroupCosine(Double.NaN, Double.NaN);
        }
        Mean same = new Mean();
        Mean other = new Mean();
        try (GradScope off = GradScope.off();
                NDManager scope = features.getManager().newSubManager()) {
            NDArray members = members(scope, groups, count);
            for (long b = 0; b < shape.get(0); b++) {
                try (NDManager image = scope.newSubManager()) {
                    NDArray maps = features.get(b);
                    maps.attach(image);
                    add(maps.reshape(groups.length, -1), members, groups, count, same, other);
                }
            }
        }
        return new GroupCosine(same.value(), other.value());
    }

    /**
     * Adds an image. The sum of the cosines over the pairs of a set is half of the squared length of the sum of its unit
     * vectors less their number, so pairs need not be formed.
     */
    private static void add(NDArray maps, NDArray members, int[] groups, int count, Mean same, Mean other) {
        NDArray wide = maps.toType(DataType.FLOAT64, true); // [M, K]
        NDArray norm = wide.square().sum(new int[] {1}, true).sqrt(); // [M, 1]
        NDArray unit = wide.div(norm.maximum(Double.MIN_NORMAL)); // [M, K], zero rows stay zero
        NDArray sums = members.matMul(unit); // [C, K]
        sums.attach(maps.getManager());
        double[] within = sums.square().sum(new int[] {1}).toDoubleArray(); // [C]
        double all = sums.sum(new int[] {0}).square().sum().getDouble();
        double[] norms = norm.toDoubleArray();
        double[] alive = new double[count];
        for (int j = 0; j < groups.length; j++) {
            if (groups[j] >= 0 && norms[j] > 0) {
                alive[groups[j]]++;
            }
        }
        double total = Arrays.stream(alive).sum();
        double samePairs = 0;
        double sameSum = 0;
        for (int c = 0; c < count; c++) {
            samePairs += alive[c] * (alive[c] - 1) / 2;
            sameSum += (within[c] - alive[c]) / 2;
        }
        same.add(sameSum, samePairs);
        other.add((all - total) / 2 - sameSum, total * (total - 1) / 2 - samePairs);
    }

    private static NDArray members(NDManager manager, int[] groups, int count) {
        double[] members = new double[count * groups.length];
        for (int j = 0; j < groups.length; j++) {
            if (groups[j] >= 0) {
                members[groups[j] * groups.length + j] = 1;
            }
        }
        return manager.create(members, new Shape(count, groups.length)); // [C, M]
    }

    /** The mean over images of an image's mean over pairs. */
    private static final class Mean {

        private double sum;
        private long images;

        void add(double cosines, double pairs) {
            if (pairs > 0) {
                sum += cosines / pairs;
                images++;
            }
        }

        double value() {
            return images == 0 ? Double.NaN : sum / images;
        }
    }
}
