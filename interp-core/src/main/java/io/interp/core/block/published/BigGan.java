package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.LatentSpace;
import io.interp.core.Prior;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.StageGraph;
import io.interp.core.tensor.Draws;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The generator of BigGAN for one class, chosen when it is opened, so that it is a function of latents alone.
 *
 * <p>Hierarchical latents are cut into equal chunks: the first makes the 4x4 maps, each block takes one more beside the
 * class embedding. Layers: {@link #EMBEDDING}, the class embedding, which a hook may replace by a mixture of classes;
 * {@code linear}, the 4x4 maps; for block i {@code blocks.i.condition}, the embedding and the chunk, which its norms read,
 * {@code blocks.i.0.bn1} and {@code blocks.i.0.bn2}, normalised maps after their ReLU, {@code blocks.i.0.conv1}, {@code
 * blocks.i.0.conv2}, {@code blocks.i.0.conv_sc}, and {@code blocks.i.0}, their sum, which is not rectified; {@code
 * blocks.i.1}, self-attention where there is any; {@code output_layer.0} after its ReLU, {@code output_layer.2}, and
 * {@code image}.
 *
 * <h2>Reference</h2>
 *
 * Brock, Donahue and Simonyan, "Large Scale GAN Training for High Fidelity Natural Image Synthesis", ICLR 2019, appendix B;
 * names and shapes as in ajbrock/BigGAN-PyTorch, BigGAN.py, with its shared embedding and its own batch norm's stored
 * statistics.
 *
 * @param resolution the height and width of images: 32, 64, 128, 256 or 512
 * @param latents the dimension of all latents together; with chunks, what their equal division leaves over is not used
 * @param classes the number of classes
 * @param label the class that is drawn, from 0
 * @param embedding the size of the class embedding
 * @param width the number of maps of the narrowest layer, to which all others are in proportion
 * @param hierarchical whether latents are cut into chunks
 * @param attention the resolutions after which there is self-attention
 * @param spectral whether weights are divided by their largest singular value
 * @param truncation latents beyond this absolute value are drawn again; empty for none
 */
public record BigGan(
        int resolution,
        int latents,
        int classes,
        int label,
        int embedding,
        int width,
        boolean hierarchical,
        List<Integer> attention,
        boolean spectral,
        OptionalDouble truncation)
        implements PublishedNetwork {

    /** The layer with the class embedding, {@code [N, embedding]}. */
    public static final String EMBEDDING = "shared";

    static final String TYPE = "biggan";

    /** Multiples of the width before the first block and after every block. */
    static final Map<Integer, List<Integer>> MULTIPLES = Map.of(
            32, List.of(4, 4, 4, 4),
            64, List.of(16, 16, 8, 4, 2),
            128, List.of(16, 16, 8, 4, 2, 1),
            256, List.of(16, 16, 8, 8, 4, 2, 1),
            512, List.of(16, 16, 8, 8, 4, 2, 1, 1));

    /** Validates the sizes. */
    public BigGan {
        if (!MULTIPLES.containsKey(resolution)) {
            throw new IllegalArgumentException("the resolution must be 32, 64, 128, 256 or 512, got " + resolution);
        }
        if (classes < 1 || embedding < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "classes, embedding and width must be positive, got " + classes + ", " + embedding + ", " + width);
        }
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("the class must be from 0 to " + (classes - 1) + ", got " + label);
        }
        int chunks = hierarchical ? MULTIPLES.get(resolution).size() : 1;
        if (latents < chunks) {
            throw new IllegalArgumentException(
                    "the latents are cut into " + chunks + " chunks, so that many are needed at least, got " + latents);
        }
        attention = List.copyOf(attention);
        for (int extent : attention) {
            int block = Integer.numberOfTrailingZeros(Math.max(1, extent)) - 3;
            if (Integer.bitCount(extent) != 1 || block < 0 || extent > resolution) {
                throw new IllegalArgumentException(
                        "attention must be at powers of two from 8 to " + resolution + ", got " + attention);
            }
            int maps = width * MULTIPLES.get(resolution).get(block + 1);
            if (maps < 8) {
                throw new IllegalArgumentException("attention needs at least 8 maps, there are " + maps + " at "
                        + extent + "x" + extent + "; raise the width");
            }
        }
        new LatentSpace(1, Prior.NORMAL, truncation); // refuses a bound that is not positive
    }

    /**
     * {@return the published ImageNet network of 128x128: 120 latents in chunks of 20, width 96, attention at 64}
     *
     * @param label the class that is drawn, from 0 to 999
     */
    public static BigGan imageNet128(int label) {
        return new BigGan(128, 120, 1000, label, 128, 96, true, List.of(64), true, OptionalDouble.empty());
    }

    /**
     * {@return the same network for another class}
     *
     * @param other the class that is drawn, from 0
     */
    public BigGan drawing(int other) {
        return new BigGan(
                resolution, latents, classes, other, embedding, width, hierarchical, attention, spectral, truncation);
    }

    /**
     * {@return the same network with truncated latents}
     *
     * @param bound latents beyond this absolute value are drawn again
     */
    public BigGan truncated(double bound) {
        return new BigGan(
                resolution,
                latents,
                classes,
                label,
                embedding,
                width,
                hierarchical,
                attention,
                spectral,
                OptionalDouble.of(bound));
    }

    /** {@return the number of residual blocks: one a doubling of the size} */
    public int blocks() {
        return MULTIPLES.get(resolution).size() - 1;
    }

    /** {@return how many latents the first layer takes, and with chunks every block: all of them without} */
    public int chunk() {
        return hierarchical ? latents / (blocks() + 1) : latents;
    }

    @Override
    public BlockGenerator generator(NDManager parent, long seed) {
        int used = hierarchical ? chunk() * (blocks() + 1) : latents;
        return BlockGenerator.ofGraph(
                parent,
                TYPE + "-" + resolution,
                new LatentSpace(used, Prior.NORMAL, truncation),
                () -> graph(seed),
                TYPE,
                settings(),
                seed);
    }

    private int maps(int block) {
        return width * MULTIPLES.get(resolution).get(block);
    }

    private StageGraph graph(long seed) {
        StageGraph graph = new StageGraph()
                .add(EMBEDDING, new ClassEmbedding(seed(seed, EMBEDDING), classes, embedding, label, false))
                .add(
                        "linear",
                        new LatentMaps(seed(seed, "linear"), storage(), chunk(), maps(0), false),
                        StageGraph.INPUT);
        String last = "linear";
        for (int block = 0; block < blocks(); block++) {
            last = addBlock(graph, seed, block, last);
        }
        return graph.add(
                        "output_layer.0",
                        new OutputNorm(maps(blocks()), resolution, "gain", b -> new BatchStatistics(b, maps(blocks()))),
                        last)
                .add(
                        "output_layer.2",
                        new SpectralConvolution(
                                seed(seed, "output_layer.2"), storage(), maps(blocks()), 3, 3, resolution, false))
                .add("image", new ImageOutput(3, resolution, true));
    }

    private String addBlock(StageGraph graph, long seed, int block, String input) {
        String name = "blocks." + block + ".0";
        String condition = EMBEDDING;
        if (hierarchical) {
            condition = "blocks." + block + ".condition";
            int from = (block + 1) * chunk();
            graph.add(condition, new Condition(embedding, from, from + chunk(), false), EMBEDDING, StageGraph.INPUT);
        }
        int before = 4 << block;
        int after = 2 * before;
        addNorm(graph, seed, name + ".bn1", input, condition, maps(block), before);
        addConvolution(graph, seed, name + ".conv1", name + ".bn1", maps(block), maps(block + 1), 3, after, true);
        addNorm(graph, seed, name + ".bn2", name + ".conv1", condition, maps(block + 1), after);
        addConvolution(graph, seed, name + ".conv2", name + ".bn2", maps(block + 1), maps(block + 1), 3, after, false);
        addConvolution(graph, seed, name + ".conv_sc", input, maps(block), maps(block + 1), 1, after, true);
        graph.add(name, new Residual(maps(block + 1), after), name + ".conv2", name + ".conv_sc");
        if (!attention.contains(after)) {
            return name;
        }
        String attended = "blocks." + block + ".1";
        SelfAttention.Names names = new SelfAttention.Names(storage(), "theta", "phi", "g", "o", new Shape());
        graph.add(attended, new SelfAttention(seed(seed, attended), names, maps(block + 1), after), name);
        return attended;
    }

    private LayerWeight.Storage storage() {
        return spectral ? LayerWeight.Storage.ITERATED : LayerWeight.Storage.PLAIN;
    }

    private void addNorm(
            StageGraph graph, long seed, String name, String reads, String condition, int maps, int extent) {
        ConditionalNorm.Names names =
                new ConditionalNorm.Names(storage(), "gain", "bias", b -> new BatchStatistics(b, maps));
        int size = hierarchical ? embedding + chunk() : embedding;
        graph.add(name, new ConditionalNorm(seed(seed, name), maps, extent, names, size), reads, condition);
    }

    private void addConvolution(
            StageGraph graph,
            long seed,
            String name,
            String reads,
            int in,
            int out,
            int kernel,
            int extent,
            boolean doubling) {
        graph.add(name, new SpectralConvolution(seed(seed, name), storage(), in, out, kernel, extent, doubling), reads);
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
        settings.put("embedding", embedding);
        settings.put("width", width);
        settings.put("hierarchical", hierarchical);
        settings.put("attention", attention);
        settings.put("spectral", spectral);
        truncation.ifPresent(bound -> settings.put("truncation", bound));
        return settings;
    }
}
