package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.LatentSpace;
import io.interp.core.Prior;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.StageGraph;
import io.interp.core.tensor.Draws;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The generator of BigGAN-deep for one class and one truncation, chosen when it is opened.
 *
 * <p>Latents are normal within [-2, 2]; the network multiplies them by the truncation and uses the batch statistics that
 * were collected for it. Layers: {@link #LATENTS}, the latents after that; {@link #EMBEDDING}, the class embedding;
 * {@link #CONDITION}, both side by side, which every norm reads; {@code generator.gen_z}, the 4x4 maps; for block i
 * {@code generator.layers.i.bn_0} to {@code bn_3}, normalised maps after their ReLU, {@code generator.layers.i.conv_0} to
 * {@code conv_3}, and {@code generator.layers.i}, the block's sum; one of the numbers is self-attention; {@code
 * generator.bn} after its ReLU, {@code generator.conv_to_rgb}, and {@code image}.
 *
 * <p>Checkpoints are those of the public package, exported from a loaded model so that both singular vectors are in them.
 * Between two truncations of the table statistics are interpolated linearly; the package's own code swaps the two weights
 * there, so compare at multiples of 0.02.
 *
 * <h2>Reference</h2>
 *
 * Brock, Donahue and Simonyan, "Large Scale GAN Training for High Fidelity Natural Image Synthesis", ICLR 2019, appendix B;
 * names and shapes as in huggingface/pytorch-pretrained-BigGAN, model.py.
 *
 * @param resolution the height and width of images: 32, 64, 128, 256 or 512
 * @param latents the dimension of the latents and of the class embedding
 * @param classes the number of classes
 * @param label the class that is drawn, from 0
 * @param width the number of maps of the narrowest layer, to which all others are in proportion
 * @param attention the resolution at which there is self-attention, or 0 for none
 * @param statistics for how many truncations, evenly from 0 to 1, there are batch statistics
 * @param truncation by what latents are multiplied, above 0 and at most 1
 */
public record BigGanDeep(
        int resolution,
        int latents,
        int classes,
        int label,
        int width,
        int attention,
        int statistics,
        double truncation)
        implements PublishedNetwork {

    /** The layer with the latents times the truncation, {@code [N, d]}. */
    public static final String LATENTS = "latents";

    /** The layer with the class embedding, {@code [N, d]}. */
    public static final String EMBEDDING = "embeddings";

    /** The layer that all norms and the first maps read: latents, then embedding, {@code [N, 2d]}. */
    public static final String CONDITION = "condition";

    static final String TYPE = "biggan-deep";

    private static final int NARROWING = 4;

    /** Validates the sizes. */
    public BigGanDeep {
        if (!BigGan.MULTIPLES.containsKey(resolution)) {
            throw new IllegalArgumentException("the resolution must be 32, 64, 128, 256 or 512, got " + resolution);
        }
        if (latents < 1 || classes < 1 || width < 2 || statistics < 2) {
            throw new IllegalArgumentException("latents and classes must be positive, width and statistics at least 2,"
                    + " got " + latents + ", " + classes + ", " + width + " and " + statistics);
        }
        int last = BigGan.MULTIPLES.get(resolution).size() - 1;
        if (width * BigGan.MULTIPLES.get(resolution).get(last) < 3) {
            throw new IllegalArgumentException("the last layer needs 3 maps for the image; raise the width " + width);
        }
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("the class must be from 0 to " + (classes - 1) + ", got " + label);
        }
        if (!(truncation > 0 && truncation <= 1)) {
            throw new IllegalArgumentException("the truncation must be above 0 and at most 1, got " + truncation);
        }
        if (attention != 0) {
            int block = Integer.numberOfTrailingZeros(Math.max(1, attention)) - 2;
            if (Integer.bitCount(attention) != 1 || block < 1 || attention >= resolution) {
                throw new IllegalArgumentException(
                        "attention must be 0 or at a power of two from 8 to " + resolution / 2 + ", got " + attention);
            }
            int maps = width * BigGan.MULTIPLES.get(resolution).get(block);
            if (maps < 8) {
                throw new IllegalArgumentException("attention needs at least 8 maps, there are " + maps + " at "
                        + attention + "x" + attention + "; raise the width");
            }
        }
    }

    /**
     * {@return the published ImageNet network}
     *
     * @param resolution the height and width of images: 128, 256 or 512
     * @param label the class that is drawn, from 0 to 999
     * @param truncation by what latents are multiplied
     */
    public static BigGanDeep imageNet(int resolution, int label, double truncation) {
        return new BigGanDeep(resolution, 128, 1000, label, 128, 64, 51, truncation);
    }

    /**
     * {@return the same network for another class}
     *
     * @param other the class that is drawn, from 0
     */
    public BigGanDeep drawing(int other) {
        return new BigGanDeep(resolution, latents, classes, other, width, attention, statistics, truncation);
    }

    @Override
    public BlockGenerator generator(NDManager parent, long seed) {
        return BlockGenerator.ofGraph(
                parent,
                TYPE + "-" + resolution,
                new LatentSpace(latents, Prior.NORMAL, OptionalDouble.of(2)),
                () -> graph(seed),
                TYPE,
                settings(),
                seed);
    }

    private StageGraph graph(long seed) {
        String maps = "generator.gen_z";
        StageGraph graph = new StageGraph()
                .add(LATENTS, new ScaledLatents(latents, truncation))
                .add(EMBEDDING, new ClassEmbedding(seed(seed, EMBEDDING), classes, latents, label, true))
                .add(CONDITION, new Condition(latents, 0, latents, true), EMBEDDING, LATENTS)
                .add(
                        maps,
                        new LatentMaps(seed(seed, maps), LayerWeight.Storage.BOTH_VECTORS, 2 * latents, maps(0), true));
        String last = maps;
        int index = 0;
        int doublings = BigGan.MULTIPLES.get(resolution).size() - 1;
        for (int block = 0; block < doublings; block++) {
            int extent = 4 << block;
            if (extent == attention) {
                last = addAttention(graph, seed, index++, last, maps(block));
            }
            last = addBlock(graph, seed, index++, last, new Sizes(maps(block), maps(block), extent, false));
            last = addBlock(graph, seed, index++, last, new Sizes(maps(block), maps(block + 1), 2 * extent, true));
        }
        int narrowest = maps(doublings);
        String output = "generator.conv_to_rgb";
        return graph.add("generator.bn", new OutputNorm(narrowest, resolution, "weight", statistics(narrowest)), last)
                .add(output, convolution(seed, output, narrowest, narrowest, 3, resolution, false))
                .add("image", new ImageOutput(3, resolution, true));
    }

    /** A block's maps before and after, its size after, and whether that is twice the size before. */
    private record Sizes(int in, int out, int extent, boolean doubling) {}

    private String addBlock(StageGraph graph, long seed, int index, String input, Sizes sizes) {
        String name = "generator.layers." + index;
        int middle = sizes.in() / NARROWING;
        int before = sizes.doubling() ? sizes.extent() / 2 : sizes.extent();
        addStep(graph, seed, name, 0, input, new Step(sizes.in(), middle, 1, before, before));
        addStep(graph, seed, name, 1, name + ".conv_0", new Step(middle, middle, 3, before, sizes.extent()));
        addStep(graph, seed, name, 2, name + ".conv_1", new Step(middle, middle, 3, sizes.extent(), sizes.extent()));
        addStep(
                graph,
                seed,
                name,
                3,
                name + ".conv_2",
                new Step(middle, sizes.out(), 1, sizes.extent(), sizes.extent()));
        graph.add(name, new Residual(sizes.out(), sizes.extent()), name + ".conv_3", input);
        return name;
    }

    /** One norm and the convolution after it: maps before and after, kernel, size before and after. */
    private record Step(int in, int out, int kernel, int before, int after) {}

    private void addStep(StageGraph graph, long seed, String block, int index, String input, Step step) {
        String norm = block + ".bn_" + index;
        String convolution = block + ".conv_" + index;
        ConditionalNorm.Names names =
                new ConditionalNorm.Names(LayerWeight.Storage.BOTH_VECTORS, "scale", "offset", statistics(step.in()));
        graph.add(
                norm,
                new ConditionalNorm(seed(seed, norm), step.in(), step.before(), names, 2 * latents),
                input,
                CONDITION);
        graph.add(
                convolution,
                convolution(
                        seed,
                        convolution,
                        step.in(),
                        step.out(),
                        step.kernel(),
                        step.after(),
                        step.after() > step.before()),
                norm);
    }

    private String addAttention(StageGraph graph, long seed, int index, String input, int maps) {
        String name = "generator.layers." + index;
        SelfAttention.Names names = new SelfAttention.Names(
                LayerWeight.Storage.BOTH_VECTORS,
                "snconv1x1_theta",
                "snconv1x1_phi",
                "snconv1x1_g",
                "snconv1x1_o_conv",
                new Shape(1));
        graph.add(name, new SelfAttention(seed(seed, name), names, maps, attention), input);
        return name;
    }

    private static SpectralConvolution convolution(
            long seed, String name, int in, int out, int kernel, int extent, boolean doubling) {
        return new SpectralConvolution(
                seed(seed, name), LayerWeight.Storage.BOTH_VECTORS, in, out, kernel, extent, doubling);
    }

    private Function<PublishedBlock, MapStatistics> statistics(int maps) {
        return block -> new TruncationStatistics(block, maps, statistics, truncation);
    }

    private int maps(int block) {
        return width * BigGan.MULTIPLES.get(resolution).get(block);
    }

    private static long seed(long seed, String stage) {
        return Draws.derive(seed, stage.hashCode());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("resolution", resolution);
        settings.put("latents", latents);
        settings.put("classes", classes);
        settings.put("label", label);
        settings.put("width", width);
        settings.put("attention", attention);
        settings.put("statistics", statistics);
        settings.put("truncation", truncation);
        return settings;
    }
}
