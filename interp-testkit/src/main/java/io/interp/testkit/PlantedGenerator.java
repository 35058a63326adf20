package io.interp.testkit;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.ConvTranspose2d;
import io.interp.core.io.HostArray;
import io.interp.core.train.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A family of generators whose filter groups, part regions and latent directions are known, because they were put there.
 *
 * <p>With groups g, filters m and pixels p of the map, a generator computes
 *
 * <pre>
 *   a = softplus(W z)                                              [N, G + M]   layer "amplitudes"
 *   y[m, p] = max(0, gain[m] blob[g(m), p] a[g(m)] + noise n[m, p] a[G + m])    layer "filters", [N, M, h, h]
 *   x = tanh(b + sum over m of colour[g(m)] y[m] / size of g(m))   [N, 3, H, H] layer "image"
 * </pre>
 *
 * where each map pixel becomes a square of image pixels. Group g is one blob of one colour: its filters rise and fall
 * together, and without noise ablating them changes the image only where the blob is. W z moves amplitude g along one
 * unit direction v[g] of the latent space, by scale s[g]; all directions are orthogonal, the filters' own amplitudes use
 * those that are left. So W's right singular vectors are the directions, and its singular values the scales.
 *
 * <pre>{@code
 * PlantedGenerator planted = PlantedGenerator.of(3, 12);
 * try (Generator generator = planted.generator(manager)) {
 *     int[] truth = planted.groupOfFilter();
 *     NDArray y = generator.activation(z, PlantedGenerator.FILTERS, Pass.INFERENCE); // [N, 12, 8, 8]
 * }
 * }</pre>
 *
 * @param groups the number of groups G, at least 1
 * @param filters the number of filters M, at least G
 * @param latents the dimension d of the normal latents, from G to G + M
 * @param mapSize height and width h of the filters' maps, at least 4
 * @param imageSize height and width H of the images, a multiple of the map size
 * @param noise how strong each filter's own pattern is beside its group's; 0 for none
 * @param seed chooses which filters form a group, gains, noise patterns and directions
 */
public record PlantedGenerator(
        int groups, int filters, int latents, int mapSize, int imageSize, double noise, long seed) {

    /** The name of the first layer, whose weight holds the latent directions. */
    public static final String AMPLITUDES = "amplitudes";

    /** The name of the layer whose filters form groups. */
    public static final String FILTERS = "filters";

    /** The name of the last layer. */
    public static final String IMAGE = "image";

    private static final float BACKGROUND = -0.8f;

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if a size is out of its range
     */
    public PlantedGenerator {
        if (groups < 1 || filters < groups) {
            throw new IllegalArgumentException(
                    "a planted generator needs a group and a filter for each, got " + groups + " and " + filters);
        }
        if (latents < groups || latents > groups + filters) {
            throw new IllegalArgumentException("latents must have from " + groups + " (groups) to " + (groups + filters)
                    + " (groups and filters) dimensions, got " + latents);
        }
        if (mapSize < 4 || imageSize < mapSize || imageSize % mapSize != 0) {
            throw new IllegalArgumentException("maps need at least 4 pixels a side and images a multiple of that, got "
                    + mapSize + " and " + imageSize);
        }
        if (!(noise >= 0) || Double.isInfinite(noise)) {
            throw new IllegalArgumentException("noise must be at least 0 and finite, got " + noise);
        }
    }

    /**
     * {@return a family member with some noise (0.1), maps of 8 x 8, images of 16 x 16, 2 latents beside those of the
     * groups, or 1 for a single filter, and seed 0}
     *
     * @param groups the number of groups
     * @param filters the number of filters
     */
    public static PlantedGenerator of(int groups, int filters) {
        return new PlantedGenerator(groups, filters, groups + Math.min(2, filters), 8, 16, 0.1, 0);
    }

    /**
     * {@return the same with another strength of the filters' own patterns}
     *
     * @param strength 0 for none
     */
    public PlantedGenerator withNoise(double strength) {
        return new PlantedGenerator(groups, filters, latents, mapSize, imageSize, strength, seed);
    }

    /**
     * {@return the same with other assignments, gains, patterns and directions}
     *
     * @param other the seed
     */
    public PlantedGenerator withSeed(long other) {
        return new PlantedGenerator(groups, filters, latents, mapSize, imageSize, noise, other);
    }

    /** {@return the group of each filter, {@code [M]}; sizes differ by at most one} */
    public int[] groupOfFilter() {
        return truth().groupOfFilter();
    }

    /** {@return the filters of each group in rising order, by group} */
    public List<int[]> filtersOfGroup() {
        return truth().filtersOfGroup();
    }

    /** {@return the gain of each filter, {@code [M]}, from 0.5 to 1.5} */
    public double[] gains() {
        return truth().gains();
    }

    /**
     * The blob of a group.
     *
     * @param group from 0 to G - 1
     * @return {@code [h * h]} weights row by row, 1 at the centre, exactly 0 beyond two and a half deviations
     * @throws IndexOutOfBoundsException if there is no such group
     */
    public double[] blob(int group) {
        return truth().blob(group);
    }

    /**
     * The colour of a group.
     *
     * @param group from 0 to G - 1
     * @return red, green and blue: what a filter of value 1 in all the group's filters adds before the tanh
     * @throws IndexOutOfBoundsException if there is no such group
     */
    public double[] colour(int group) {
        return truth().colour(group);
    }

    /**
     * {@return the latent directions, {@code [d][d]} orthonormal rows: those of the groups in order, then the others; by
     * falling scale}
     */
    public double[][] directions() {
        return truth().directions();
    }

    /**
     * {@return the scale of each direction, {@code [d]}: the singular values of the first layer's weight; groups run from
     * 2 down to 1, the others from 0.5 down to 0.25, all distinct}
     */
    public double[] scales() {
        return truth().scales();
    }

    private PlantedTruth truth() {
        return new PlantedTruth(this);
    }

    /**
     * Builds the generator.
     *
     * @param parent the manager whose child owns the weights
     * @return the generator, which the caller closes
     */
    public BlockGenerator generator(NDManager parent) {
        BlockGenerator generator =
                new BlockGenerator(parent, "planted" + groups, LatentSpace.normal(latents), this::stages, 0);
        try {
            PlantedTruth truth = truth();
            int fold = imageSize / mapSize;
            Map<String, HostArray> planted = new LinkedHashMap<>();
            generator.state().forEach((name, array) -> {
                float[] values;
                if (name.startsWith(AMPLITUDES)) {
                    values = truth.firstWeight();
                } else if (name.startsWith(FILTERS)) {
                    values = truth.filterWeight();
                } else {
                    values = name.endsWith("bias")
                            ? new float[] {BACKGROUND, BACKGROUND, BACKGROUND}
                            : truth.imageWeight(fold);
                }
                planted.put(name, HostArray.of(values, array.getShape().getShape()));
            });
            Checkpoint.putBack(planted, generator.state());
            return generator;
        } catch (RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    private Map<String, Block> stages() {
        int fold = imageSize / mapSize;
        Map<String, Block> stages = new LinkedHashMap<>();
        stages.put(
                AMPLITUDES,
                new SequentialBlock()
                        .add(linear(groups + filters))
                        .add(new LambdaBlock(a -> new NDList(Activation.softPlus(a.singletonOrThrow())), "softplus")));
        stages.put(
                FILTERS,
                new SequentialBlock()
                        .add(linear((long) filters * mapSize * mapSize))
                        .add(new LambdaBlock(
                                y -> new NDList(y.singletonOrThrow().reshape(new Shape(-1, filters, mapSize, mapSize))),
                                "maps"))
                        .add(Activation.reluBlock()));
        stages.put(
                IMAGE,
                new SequentialBlock()
                        .add(new ConvTranspose2d(3, fold, fold, 0, true))
                        .add(Activation.tanhBlock()));
        return stages;
    }

    private static Block linear(long units) {
        return Linear.builder().setUnits(units).optBias(false).build();
    }
}
