package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.GradScope;
import java.util.Arrays;

/** A partition of filters, as numbers on the heap and as the matrices products need. Owns the matrices. */
final class Grouping implements AutoCloseable {

    final int[] groups; // [M], -1 for inactive filters
    final int count;
    final int active;

    /** Entry (j, c) is 1 / n_c if filter j is in group c, else 0: features times it are group means. [M, C] */
    final NDArray averaging;

    /** The gradient of the interpretability loss by W at any position: -1 own, lambda1 other, 0 inactive. [M, C] */
    final NDArray push;

    private final NDManager manager;

    Grouping(NDManager parent, int[] groups, int count, double lambda1) {
        this.groups = check(groups, count);
        this.count = count;
        active = (int) Arrays.stream(groups).filter(q -> q >= 0).count();
        int[] sizes = new int[count];
        Arrays.stream(groups).filter(q -> q >= 0).forEach(q -> sizes[q]++);
        float[] mean = new float[groups.length * count];
        float[] gradient = new float[groups.length * count];
        for (int j = 0; j < groups.length; j++) {
            int q = groups[j];
            if (q >= 0) {
                Arrays.fill(gradient, j * count, (j + 1) * count, (float) lambda1);
                gradient[j * count + q] = -1;
                mean[j * count + q] = 1f / sizes[q];
            }
        }
        manager = parent.newSubManager();
        try (GradScope off = GradScope.off()) {
            averaging = manager.create(mean, new Shape(groups.length, count));
            push = manager.create(gradient, new Shape(groups.length, count));
        }
    }

    private static int[] check(int[] groups, int count) {
        for (int j = 0; j < groups.length; j++) {
            if (groups[j] < -1 || groups[j] >= count) {
                throw new IllegalArgumentException("filter " + j + " has group " + groups[j] + "; groups go from 0 to "
                        + (count - 1) + ", and -1 stands for an inactive filter");
            }
        }
        return groups.clone();
    }

    int filters() {
        return groups.length;
    }

    boolean isActive(int filter) {
        return groups[filter] >= 0;
    }

    @Override
    public void close() {
        manager.close();
    }
}
