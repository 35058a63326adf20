package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A partition of filters as the matrices that {@link PartitionScript}'s methods take. */
final class GroupMatrices {

    private final int[] groups;
    private final int count;
    private final double lambda1;

    /**
     * Takes a partition.
     *
     * @param groups the group of each filter, -1 for inactive ones
     * @param count the number of groups
     * @param lambda1 the push on the weights of foreign groups
     */
    GroupMatrices(int[] groups, int count, double lambda1) {
        this.groups = groups.clone();
        this.count = count;
        this.lambda1 = lambda1;
    }

    /** What fills a matrix: the value at a filter and a group. */
    @FunctionalInterface
    private interface Entry {
        double at(int filter, int group);
    }

    /** {@return 1 / n_c where filter j is in group c, else 0: {@code [M, C]}} */
    NDArray averaging(NDManager manager) {
        int[] sizes = new int[count];
        Arrays.stream(groups).filter(q -> q >= 0).forEach(q -> sizes[q]++);
        return matrix(manager, (j, c) -> groups[j] == c ? 1f / sizes[c] : 0);
    }

    /** {@return -1 for a filter's own group, lambda1 for the others, 0 for inactive filters: {@code [M, C]}} */
    NDArray push(NDManager manager) {
        return matrix(manager, (j, c) -> groups[j] < 0 ? 0 : groups[j] == c ? -1 : lambda1);
    }

    /** {@return which filter is in which group: {@code [C, M]}, float64} */
    NDArray members(NDManager manager) {
        double[] members = new double[count * groups.length];
        for (int j = 0; j < groups.length; j++) {
            if (groups[j] >= 0) {
                members[groups[j] * groups.length + j] = 1;
            }
        }
        return manager.create(members, new Shape(count, groups.length));
    }

    /**
     * {@return what moving to another partition takes, all {@code [M, C]}: own and foreign groups before, filters that stay,
     *     and own and foreign groups of those that moved}
     */
    List<NDArray> moving(NDManager manager, int[] next) {
        return List.of(
                matrix(manager, (j, c) -> groups[j] == c ? 1 : 0),
                matrix(manager, (j, c) -> groups[j] >= 0 && groups[j] != c ? 1 : 0),
                matrix(manager, (j, c) -> groups[j] == next[j] ? 1 : 0),
                matrix(manager, (j, c) -> groups[j] != next[j] && next[j] == c ? 1 : 0),
                matrix(manager, (j, c) -> groups[j] != next[j] && next[j] >= 0 && next[j] != c ? 1 : 0));
    }

    /** {@return how many filters move to another group} */
    int moved(int[] next) {
        return (int) IntStream.range(0, groups.length)
                .filter(j -> groups[j] != next[j])
                .count();
    }

    private NDArray matrix(NDManager manager, Entry entry) {
        float[] values = new float[groups.length * count];
        for (int j = 0; j < groups.length; j++) {
            for (int c = 0; c < count; c++) {
                values[j * count + c] = (float) entry.at(j, c);
            }
        }
        return manager.create(values, new Shape(groups.length, count));
    }
}
