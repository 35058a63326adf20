package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.partition.mixture.FilterMixture;
import io.interp.partition.mixture.FilterStatistics;
import java.util.Arrays;
import java.util.Set;

/**
 * Which filter of a layer is in which group, the same for all images, and the mean map of each group on an image.
 * Immutable, no native memory.
 */
public final class FilterGroups {

    private final String layer;
    private final int groups;
    private final int[] assigned; // [M]
    private final double[] scale; // [M]

    /**
     * Creates groups that were found by any means, with filters as they are.
     *
     * @param layer the layer whose filters are grouped
     * @param groups the number C of groups, at least 1; some may be empty
     * @param assignment the group of every filter, {@code [M]}: 0 to C-1, or {@link FilterMixture#INACTIVE}; copied
     * @throws IllegalArgumentException if there is no filter or a group is out of range
     */
    public FilterGroups(String layer, int groups, int[] assignment) {
        this(layer, groups, assignment, ones(assignment.length));
    }

    private FilterGroups(String layer, int groups, int[] assignment, double[] scale) {
        if (groups < 1 || assignment.length < 1) {
            throw new IllegalArgumentException("filter groups need at least 1 group and 1 filter, got " + groups
                    + " groups and " + assignment.length + " filters");
        }
        for (int j = 0; j < assignment.length; j++) {
            if (assignment[j] < FilterMixture.INACTIVE || assignment[j] >= groups) {
                throw new IllegalArgumentException("filter " + j + " should have a group from 0 to " + (groups - 1)
                        + ", or " + FilterMixture.INACTIVE + " for none, got " + assignment[j]);
            }
        }
        this.layer = layer;
        this.groups = groups;
        this.assigned = assignment.clone();
        this.scale = scale;
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    /**
     * {@return the groups of a fitted mixture, with filters as they are}
     *
     * @param layer the layer whose filters were grouped
     * @param mixture the mixture
     */
    public static FilterGroups of(String layer, FilterMixture mixture) {
        return new FilterGroups(layer, mixture.groups(), mixture.assignment());
    }

    /**
     * {@return the same groups, where each filter enters its group's mean map divided by its root mean square, so that
     * filters of a high gain do not drown the others}
     *
     * @param statistics the statistics of the layer's maps
     * @throws IllegalArgumentException if they are of another number of filters
     */
    public FilterGroups normalisedBy(FilterStatistics statistics) {
        if (statistics.filters() != filters()) {
            throw new IllegalArgumentException("statistics should be of the " + filters() + " filters of layer '"
                    + layer + "', got " + statistics.filters() + " filters");
        }
        double[] rms = statistics.rms();
        double[] inverse = new double[rms.length];
        Arrays.setAll(inverse, j -> rms[j] > 0 ? 1 / rms[j] : 0);
        return new FilterGroups(layer, groups, assigned, inverse);
    }

    /** {@return the layer whose filters are grouped} */
    public String layer() {
        return layer;
    }

    /** {@return the number C of groups, empty ones included, the pseudo-group of inactive filters not} */
    public int groups() {
        return groups;
    }

    /** {@return the number M of filters} */
    public int filters() {
        return assigned.length;
    }

    /**
     * {@return the group of a filter, or {@link FilterMixture#INACTIVE}}
     *
     * @param filter its number, from 0 to M-1
     */
    public int group(int filter) {
        return assigned[filter];
    }

    /**
     * {@return the numbers of the filters that are in any of the groups, ascending}
     *
     * @param chosen numbers of groups; {@link FilterMixture#INACTIVE} for the filters without one
     */
    public int[] filtersOf(Set<Integer> chosen) {
        int[] found = new int[assigned.length];
        int count = 0;
        for (int j = 0; j < assigned.length; j++) {
            if (chosen.contains(assigned[j])) {
                found[count++] = j;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /**
     * Finds the layer in a generator.
     *
     * @param generator the generator whose layer was grouped
     * @return the layer
     * @throws IllegalArgumentException if it lacks the layer, the layer has no maps, or it has another number of filters
     */
    public Layer in(Generator generator) {
        Layer found = generator.layers().named(layer);
        if (!found.isSpatial()) {
            throw new IllegalArgumentException("layer '" + layer + "' should give maps [N, M, h, w], its output for"
                    + " one latent is " + found.outputShape() + "; choose one of convolutions");
        }
        if (found.units() != filters()) {
            throw new IllegalArgumentException(
                    "layer '" + layer + "' has " + found.units() + " filters, the groups are of " + filters()
                            + "; take the groups that were found on this generator");
        }
        return found;
    }

    /**
     * Computes the mean map of every group on every image.
     *
     * @param activation the layer's output, {@code [N, M, h, w]} float32
     * @return {@code [N, C, h, w]} float32, owned by the activation's manager; zero for an empty group
     * @throws IllegalArgumentException if the activation has another number of filters
     */
    public NDArray means(NDArray activation) {
        Shape shape = activation.getShape();
        if (shape.dimension() != 4 || shape.get(1) != filters()) {
            throw new IllegalArgumentException(
                    "the activation should be [N, " + filters() + ", h, w] of layer '" + layer + "', got " + shape);
        }
        try (NDManager scope = activation.getManager().newSubManager()) {
            NDArray average = scope.create(weights(), new Shape(groups, filters())); // [C, M]
            NDArray maps = activation.reshape(shape.get(0), filters(), shape.get(2) * shape.get(3)); // [N, M, K]
            maps.attach(scope);
            NDArray means = average.matMul(maps).reshape(shape.get(0), groups, shape.get(2), shape.get(3));
            means.attach(activation.getManager());
            return means;
        }
    }

    private float[] weights() {
        int[] sizes = new int[groups];
        for (int group : assigned) {
            if (group >= 0) {
                sizes[group]++;
            }
        }
        float[] weights = new float[groups * assigned.length];
        for (int j = 0; j < assigned.length; j++) {
            if (assigned[j] >= 0) {
                weights[assigned[j] * assigned.length + j] = (float) (scale[j] / sizes[assigned[j]]);
            }
        }
        return weights;
    }

    /** {@return the sizes, such as {@code 512 filters of layer 'layer3' in 24 groups}} */
    @Override
    public String toString() {
        return filters() + " filters of layer '" + layer + "' in " + groups + " groups";
    }
}
