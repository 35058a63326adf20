package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import java.util.Arrays;
import java.util.Objects;

/**
 * The image regions that filters and groups stand for: their maps scaled to [0, 1] and resized to the image. Holds one
 * number for each filter and pixel, no native memory.
 *
 * <p>The field of a filter is its mean map over many images, between its own smallest and largest value. Its map on one
 * image is scaled between the smallest and largest value over all images, so that a filter that is quiet on an image
 * stays dark there. The same goes for the mean map of a group.
 *
 * <h2>Reference</h2>
 *
 * The recipe for pictures of Shen et al., "Interpretable Compositional Convolutional Neural Networks", IJCAI 2021, in
 * their code, with a threshold of 0.5 instead of 0.2.
 */
public final class ReceptiveFields {

    /** The value above which a position belongs to a region: {@value}. */
    public static final double THRESHOLD = 0.5;

    private final FilterGroups groups;
    private final int height;
    private final int width;
    private final float[] fields; // [M + C, H, W]
    private final float[] low; // [M + C]
    private final float[] high; // [M + C]

    private ReceptiveFields(FilterGroups groups, int height, int width, float[] fields, float[] low, float[] high) {
        this.groups = groups;
        this.height = height;
        this.width = width;
        this.fields = fields;
        this.low = low;
        this.high = high;
    }

    /**
     * Measures the fields of all filters and groups of a layer.
     *
     * @param generator the generator
     * @param groups groups of one of its layers
     * @param sample the latents to average over
     * @return the fields at the size of the generator's images
     * @throws IllegalArgumentException if the groups do not fit the generator
     */
    public static ReceptiveFields measure(Generator generator, FilterGroups groups, LatentSample sample) {
        Layer layer = groups.in(generator);
        int units = groups.filters() + groups.groups();
        int h = Math.toIntExact(layer.outputShape().get(1));
        int w = Math.toIntExact(layer.outputShape().get(2));
        double[] sum = new double[units * h * w];
        float[] low = new float[units];
        float[] high = new float[units];
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        sample.forEach(generator.manager(), generator.latents(), z -> {
            NDArray maps = filtersAndGroups(generator, groups, z); // [N, M + C, h, w]
            float[] sums = maps.sum(new int[] {0}).toFloatArray();
            Arrays.setAll(sum, i -> sum[i] + sums[i]);
            NDArray values = maps.transpose(1, 0, 2, 3).reshape(units, -1); // [M + C, N * h * w]
            float[] least = values.min(new int[] {1}).toFloatArray();
            float[] most = values.max(new int[] {1}).toFloatArray();
            for (int u = 0; u < units; u++) {
                low[u] = Math.min(low[u], least[u]);
                high[u] = Math.max(high[u], most[u]);
            }
        });
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / sample.count());
        }
        int height = Math.toIntExact(generator.imageShape().get(1));
        int width = Math.toIntExact(generator.imageShape().get(2));
        try (GradScope off = GradScope.off();
                NDManager scope = generator.manager().newSubManager()) {
            NDArray maps = scope.create(mean, new Shape(units, mean.length / units));
            NDArray scaled = scale(maps, maps.min(new int[] {1}, true), maps.max(new int[] {1}, true))
                    .reshape(1, units, h, w);
            float[] fields =
                    TensorOps.resizeBilinear(scaled, height, width, false).toFloatArray();
            return new ReceptiveFields(groups, height, width, fields, low, high);
        }
    }

    /**
     * {@return the field of a filter, {@code [H][W]} in [0, 1]; all zero for one that is the same everywhere}
     *
     * @param filter its number, from 0 to M-1
     * @throws IndexOutOfBoundsException if there is no such filter
     */
    public float[][] filter(int filter) {
        return field(Objects.checkIndex(filter, groups.filters()));
    }

    /**
     * {@return the field of a group, {@code [H][W]} in [0, 1]; all zero for an empty group}
     *
     * @param group its number, from 0 to C-1
     * @throws IndexOutOfBoundsException if there is no such group
     */
    public float[][] group(int group) {
        return field(groups.filters() + Objects.checkIndex(group, groups.groups()));
    }

    private float[][] field(int unit) {
        float[][] map = new float[height][];
        for (int y = 0; y < height; y++) {
            int row = (unit * height + y) * width;
            map[y] = Arrays.copyOfRange(fields, row, row + width);
        }
        return map;
    }

    /**
     * {@return where a field is above a threshold, {@code [H][W]}}
     *
     * @param field {@code [H][W]} in [0, 1]
     * @param threshold the threshold, such as {@link #THRESHOLD}
     */
    public static boolean[][] region(float[][] field, double threshold) {
        boolean[][] region = new boolean[field.length][];
        for (int y = 0; y < field.length; y++) {
            region[y] = new boolean[field[y].length];
            for (int x = 0; x < field[y].length; x++) {
                region[y][x] = field[y][x] > threshold;
            }
        }
        return region;
    }

    /**
     * Computes the maps of all filters on given images. They take M numbers per pixel: pass few images at a time.
     *
     * @param generator the generator that was measured
     * @param latents {@code [N, d]}
     * @return {@code [N, M, H, W]} float32 in [0, 1], owned by the latents' manager
     * @throws IllegalArgumentException if the generator does not fit
     */
    public NDArray filters(Generator generator, NDArray latents) {
        return maps(generator, latents, 0, groups.filters());
    }

    /**
     * Computes the mean maps of all groups on given images.
     *
     * @param generator the generator that was measured
     * @param latents {@code [N, d]}
     * @return {@code [N, C, H, W]} float32 in [0, 1], owned by the latents' manager
     * @throws IllegalArgumentException if the generator does not fit
     */
    public NDArray groups(Generator generator, NDArray latents) {
        return maps(generator, latents, groups.filters(), low.length);
    }

    private NDArray maps(Generator generator, NDArray latents, int from, int to) {
        groups.in(generator);
        try (GradScope off = GradScope.off();
                NDManager scope = latents.getManager().newSubManager()) {
            NDArray z = latents.duplicate();
            z.attach(scope);
            NDArray maps = filtersAndGroups(generator, groups, z).get(":, " + from + ":" + to); // [N, U, h, w]
            Shape perUnit = new Shape(1, to - from, 1, 1);
            NDArray least = scope.create(Arrays.copyOfRange(low, from, to), perUnit);
            NDArray most = scope.create(Arrays.copyOfRange(high, from, to), perUnit);
            NDArray resized = TensorOps.resizeBilinear(scale(maps, least, most), height, width, false);
            resized.attach(latents.getManager());
            return resized;
        }
    }

    private static NDArray filtersAndGroups(Generator generator, FilterGroups groups, NDArray latents) {
        NDArray maps = generator.activation(latents, groups.layer(), Pass.INFERENCE); // [N, M, h, w]
        return NDArrays.concat(new NDList(maps, groups.means(maps)), 1);
    }

    /** Scales to [0, 1]; a map that is the same everywhere becomes 0. */
    private static NDArray scale(NDArray maps, NDArray low, NDArray high) {
        NDArray range = high.sub(low).maximum(Float.MIN_NORMAL);
        return maps.sub(low).div(range).clip(0, 1);
    }
}
