package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Sums and means of W over filters and their own group, and over filters and foreign groups. */
record ClassSums(double own, double other, long ownCount, long otherCount) {

    static ClassSums of(NDArray w, Grouping grouping) {
        float[] sums; // [M, C]
        try (NDManager scope = w.getManager().newSubManager()) {
            NDArray summed = w.sum(new int[] {0});
            summed.attach(scope);
            sums = summed.toFloatArray();
        }
        double own = 0;
        double other = 0;
        for (int j = 0; j < grouping.filters(); j++) {
            for (int c = 0; c < grouping.count && grouping.isActive(j); c++) {
                if (grouping.groups[j] == c) {
                    own += sums[j * grouping.count + c];
                } else {
                    other += sums[j * grouping.count + c];
                }
            }
        }
        long positions = w.getShape().get(0);
        return new ClassSums(
                own, other, positions * grouping.active, positions * grouping.active * (grouping.count - 1));
    }

    double ownMean() {
        return ownCount == 0 ? Double.NaN : own / ownCount;
    }

    double otherMean() {
        return otherCount == 0 ? Double.NaN : other / otherCount;
    }

    double loss(double lambda1) {
        return lambda1 * other - own;
    }
}
