package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import io.interp.partition.mixture.FilterMixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Which group is the strongest at each position of one image, for the map of groups over an image.
 *
 * <p>The mean map of each group is divided by its own largest value on the image; the group with the highest number wins.
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, figures 5 and 6; what they draw is inferred.
 */
public final class GroupMap {

    private final int width;
    private final int[] group; // [h * w]
    private final float[] strength; // [h * w]

    private GroupMap(int width, int[] group, float[] strength) {
        this.width = width;
        this.group = group;
        this.strength = strength;
    }

    /**
     * Computes the maps of some images, at the size of the layer's maps.
     *
     * @param generator the generator
     * @param groups groups of one of its layers, rectified
     * @param latents {@code [N, d]}
     * @return one map per image
     * @throws IllegalArgumentException if the groups do not fit the generator
     */
    public static List<GroupMap> of(Generator generator, FilterGroups groups, NDArray latents) {
        groups.in(generator);
        try (GradScope off = GradScope.off();
                NDManager scope = latents.getManager().newSubManager()) {
            NDArray z = latents.duplicate();
            z.attach(scope);
            NDArray means = groups.means(generator.activation(z, groups.layer(), Pass.INFERENCE)); // [N, C, h, w]
            NDArray maps = means.flatten(2, 3); // [N, C, h * w]
            NDArray largest = maps.max(new int[] {2}, true); // [N, C, 1]
            NDArray shares = maps.div(largest.maximum(Float.MIN_NORMAL)).maximum(0f);
            int h = Math.toIntExact(means.getShape().get(2));
            int w = Math.toIntExact(means.getShape().get(3));
            float[] strengths = shares.max(new int[] {1}).toFloatArray(); // [N, h * w]
            long[] winners = shares.argMax(1).toType(DataType.INT64, false).toLongArray();
            List<GroupMap> pictures = new ArrayList<>();
            for (int from = 0; from < strengths.length; from += h * w) {
                int[] group = new int[h * w];
                for (int k = 0; k < group.length; k++) {
                    group[k] = strengths[from + k] > 0 ? (int) winners[from + k] : FilterMixture.INACTIVE;
                }
                pictures.add(new GroupMap(w, group, Arrays.copyOfRange(strengths, from, from + h * w)));
            }
            return List.copyOf(pictures);
        }
    }

    /** {@return the number h of rows} */
    public int height() {
        return group.length / width;
    }

    /** {@return the number w of columns} */
    public int width() {
        return width;
    }

    /**
     * {@return the number of the strongest group, or {@link FilterMixture#INACTIVE} where all are zero}
     *
     * @param row from 0 to h-1
     * @param column from 0 to w-1
     */
    public int group(int row, int column) {
        return group[row * width + Objects.checkIndex(column, width)];
    }

    /**
     * {@return the strongest group's share of its largest value on the image, in [0, 1]}
     *
     * @param row from 0 to h-1
     * @param column from 0 to w-1
     */
    public float strength(int row, int column) {
        return strength[row * width + Objects.checkIndex(column, width)];
    }
}
