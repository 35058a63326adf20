package io.interp.partition.report;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.image.DifferenceImage;
import io.interp.core.image.Heatmap;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.RegionOutline;
import io.interp.partition.InterpretableGan;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.GroupMap;
import io.interp.partition.concept.SwapResult;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The pictures of a grouped generator: samples, where groups light up, the map of groups, and swaps. */
public final class PartitionPictures {

    private static final int GAIN = 2;

    private final InterpretableGan gan;
    private final int scale;
    private final long seed;

    /**
     * Prepares pictures.
     *
     * @param gan the generator with its groups; stays the caller's
     * @param seed the seed of the latents shown
     */
    public PartitionPictures(InterpretableGan gan, long seed) {
        this.gan = gan;
        this.seed = seed;
        long size = gan.generator().imageShape().get(1);
        scale = (int) Math.max(1, 96 / size);
    }

    /**
     * {@return samples in a grid}
     *
     * @param generator the generator, which may be another one
     * @param count how many
     * @param columns how many in a row
     */
    public BufferedImage samples(Generator generator, int count, int columns) {
        try (NDManager scope = generator.manager().newSubManager()) {
            NDArray z = generator.latents().sample(scope, seed, count);
            return ImageGrid.of(Pictures.of(generator.generate(z)))
                    .columns(columns)
                    .gap(2)
                    .scale(Math.max(1, scale * 2 / 3))
                    .draw();
        }
    }

    /**
     * One row a group: where its mean map lights up on the same images.
     *
     * @param columns the number of images
     * @return the regions kept bright and outlined, the rest dimmed (figure 4a of the paper)
     */
    public BufferedImage groups(int columns) {
        Generator generator = gan.generator();
        try (NDManager scope = generator.manager().newSubManager()) {
            NDArray z = generator.latents().sample(scope, seed, columns);
            List<BufferedImage> images = enlarged(generator.generate(z));
            NDArray maps = gan.groups().means(generator.activation(z, gan.layer(), Pass.INFERENCE)); // [N, C, h, w]
            int groups = gan.mixture().groups();
            int height = (int) maps.getShape().get(2);
            int width = (int) maps.getShape().get(3);
            float[] values = maps.toFloatArray();
            List<BufferedImage> cells = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            for (int group = 0; group < groups; group++) {
                labels.add("group " + group);
                for (int image = 0; image < columns; image++) {
                    int start = (image * groups + group) * height * width;
                    float[] map = Arrays.copyOfRange(values, start, start + height * width);
                    Heatmap heat = Heatmap.of(map, height, width);
                    cells.add(RegionOutline.standard().draw(images.get(image), heat, 0, largest(map)));
                }
            }
            return ImageGrid.of(cells).columns(columns).gap(2).rowLabels(labels).draw();
        }
    }

    /** The region is cut at half of the group's largest value on this image. */
    private static double largest(float[] map) {
        double largest = Float.MIN_NORMAL;
        for (float value : map) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /**
     * The images above, and below them which group is the strongest at each place: one colour a group, fading to white
     * where no group lights up.
     *
     * @param columns the number of images
     * @return the picture
     */
    public BufferedImage map(int columns) {
        Generator generator = gan.generator();
        try (NDManager scope = generator.manager().newSubManager()) {
            NDArray z = generator.latents().sample(scope, seed, columns);
            List<BufferedImage> cells = new ArrayList<>(enlarged(generator.generate(z)));
            int side = cells.get(0).getWidth();
            for (GroupMap map : GroupMap.of(generator, gan.groups(), z)) {
                cells.add(colored(map, side));
            }
            return ImageGrid.of(cells)
                    .columns(columns)
                    .gap(2)
                    .rowLabels(List.of("image", "groups"))
                    .draw();
        }
    }

    private BufferedImage colored(GroupMap map, int side) {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int row = y * map.height() / side;
                int column = x * map.width() / side;
                int group = map.group(row, column);
                float strength = group < 0 ? 0 : map.strength(row, column);
                float hue = group < 0 ? 0 : (float) group / gan.mixture().groups();
                picture.setRGB(x, y, Color.HSBtoRGB(hue, 0.85f * strength, 1 - 0.15f * strength));
            }
        }
        return picture;
    }

    /**
     * Swaps of a concept: a row of sources, one of targets, one of results, one of differences.
     *
     * @param concept the concept
     * @param columns the number of pairs
     * @return the picture; differences are doubled
     */
    public BufferedImage swaps(Concept concept, int columns) {
        Generator generator = gan.generator();
        try (NDManager scope = generator.manager().newSubManager()) {
            NDArray into = generator.latents().sample(scope, seed, columns);
            NDArray from = generator.latents().sample(scope, seed, columns, columns);
            return rows(gan.swap(scope, concept, from, into), columns);
        }
    }

    /**
     * Draws the result of swaps.
     *
     * @param swap source, target, result
     * @param columns the number of pairs
     * @return four rows: source, target, result, difference; differences are doubled
     */
    public BufferedImage rows(SwapResult swap, int columns) {
        List<BufferedImage> cells = new ArrayList<>(enlarged(swap.source()));
        List<BufferedImage> targets = enlarged(swap.target());
        List<BufferedImage> results = enlarged(swap.result());
        cells.addAll(targets);
        cells.addAll(results);
        for (int i = 0; i < results.size(); i++) {
            cells.add(DifferenceImage.of(targets.get(i), results.get(i), GAIN));
        }
        return ImageGrid.of(cells)
                .columns(columns)
                .gap(2)
                .rowLabels(List.of("from", "into", "result", "change"))
                .draw();
    }

    private List<BufferedImage> enlarged(NDArray images) {
        return Pictures.of(images).stream()
                .map(picture -> Pictures.enlarge(picture, scale))
                .toList();
    }
}
