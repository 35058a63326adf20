package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.StageGraph;
import io.interp.core.tensor.Draws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The generator of StyleGAN2 with output skips (configuration F), with fixed noise.
 *
 * <p>Layers: {@link #MAPPING}, the codes w; {@link #CODES}, one truncated code a layer (W+); {@code
 * synthesis.early_layer}, the constant; {@code synthesis.layer0.style}, the styles of a layer, one an input channel, and
 * {@code synthesis.layer0}, its maps, and so on: layer 0 at 4x4, layers 2b - 1 and 2b at 4 * 2^b; {@code
 * synthesis.output0.style} and {@code synthesis.output0}, ..., what each resolution adds to the image; {@code synthesis},
 * the image. It is not clipped: a few pixels may leave [-1, 1].
 *
 * <h2>Reference</h2>
 *
 * Karras et al., "Analyzing and Improving the Image Quality of StyleGAN", CVPR 2020; names and shapes as in genforce/sefa,
 * models/stylegan2_generator.py.
 *
 * @param resolution the height and width of images: a power of two from 8 to 1024
 * @param mapping the mapping network
 * @param channels the number of image channels, 1 or 3
 * @param maps the number of maps by resolution
 * @param tanh whether the image is the hyperbolic tangent of the sum
 * @param truncation how codes are truncated
 */
public record StyleGan2(
        int resolution, Mapping mapping, int channels, ChannelTable maps, boolean tanh, Truncation truncation)
        implements PublishedNetwork {

    /** The layer with the style codes w, {@code [N, d]}. */
    public static final String MAPPING = "mapping";

    /** The layer with the truncated codes of all layers (W+), {@code [N, L, d]}. */
    public static final String CODES = "truncation";

    static final String TYPE = "stylegan2";

    /** Validates the sizes. */
    public StyleGan2 {
        Resolutions.check(resolution, channels);
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(maps, "maps");
        Objects.requireNonNull(truncation, "truncation");
        maps.at(resolution);
    }

    /**
     * {@return the published network, without truncation}
     *
     * @param resolution the height and width of images
     */
    public static StyleGan2 of(int resolution) {
        return new StyleGan2(resolution, Mapping.PUBLISHED, 3, ChannelTable.CONFIG_F, false, Truncation.NONE);
    }

    /**
     * {@return the same network with truncated codes}
     *
     * @param psi the share of the distance to the average code that is left
     * @param layers how many codes are truncated, from the first
     */
    public StyleGan2 truncated(double psi, int layers) {
        return new StyleGan2(resolution, mapping, channels, maps, tanh, new Truncation(psi, layers));
    }

    /** {@return the number L of W+ codes: two a resolution, 14 at 256; {@link LayerBand} groups them} */
    public int codes() {
        return 2 * Resolutions.blocks(resolution);
    }

    /**
     * Names the weights of the layer that a code belongs to, whose right singular vectors are SeFa's directions: those of
     * convolution i for code i, and for the last code those of the last image output. The odd codes before it are also
     * read by the image output of their resolution.
     *
     * @param code the index of a W+ code
     * @return a name in the generator's state, of shape {@code [C, d]}
     * @throws IllegalArgumentException if there is no such code
     */
    public String affineOf(int code) {
        if (code < 0 || code >= codes()) {
            throw new IllegalArgumentException("the generator has codes 0 to " + (codes() - 1) + ", got " + code);
        }
        return (code == codes() - 1 ? output(code / 2) : layer(code)) + ".style.weight";
    }

    @Override
    public BlockGenerator generator(NDManager parent, long seed) {
        return BlockGenerator.ofGraph(
                parent,
                TYPE + "-" + resolution,
                LatentSpace.normal(mapping.latents()),
                () -> graph(seed),
                TYPE,
                settings(),
                seed);
    }

    private StageGraph graph(long seed) {
        String constant = "synthesis.early_layer";
        StageGraph graph = new StageGraph()
                .add(MAPPING, new MappingLayers(seed(seed, MAPPING), mapping, 1, Math.sqrt(2)))
                .add(CODES, new TruncatedCodes(truncation, codes(), mapping.codes()))
                .add(constant, new ConstantInput(seed(seed, constant), maps.at(4), 4), CODES);
        List<String> outputs = new ArrayList<>();
        for (int index = 0; index < codes() - 1; index++) {
            int block = (index + 1) / 2;
            int extent = Resolutions.of(block);
            boolean doubling = index % 2 == 1;
            add(
                    graph,
                    seed,
                    layer(index),
                    index == 0 ? constant : layer(index - 1),
                    index,
                    new Widths(doubling ? maps.at(extent / 2) : maps.at(extent), maps.at(extent), extent),
                    doubling ? ModulatedConvolution.Form.DOUBLED : ModulatedConvolution.Form.SAME);
            if (!doubling) {
                add(
                        graph,
                        seed,
                        output(block),
                        layer(index),
                        index + 1,
                        new Widths(maps.at(extent), channels, extent),
                        ModulatedConvolution.Form.IMAGE);
                outputs.add(output(block));
            }
        }
        return graph.add("synthesis", new SkipImage(channels, resolution, tanh), outputs.toArray(String[]::new));
    }

    /** The channels before and after a layer, and the size after it. */
    private record Widths(int in, int out, int extent) {}

    private void add(
            StageGraph graph,
            long seed,
            String name,
            String reads,
            int code,
            Widths widths,
            ModulatedConvolution.Form form) {
        String style = name + ".style";
        graph.add(style, new StyleAffine(seed(seed, style), code, mapping.codes(), widths.in(), 1), CODES);
        graph.add(
                name,
                new ModulatedConvolution(seed(seed, name), widths.in(), widths.out(), widths.extent(), form),
                reads,
                style);
    }

    private static String layer(int index) {
        return "synthesis.layer" + index;
    }

    private static String output(int block) {
        return "synthesis.output" + block;
    }

    private static long seed(long seed, String stage) {
        return Draws.derive(seed, stage.hashCode());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("resolution", resolution);
        Settings.put(settings, mapping);
        settings.put("channels", channels);
        Settings.put(settings, maps);
        settings.put("tanh", tanh);
        Settings.put(settings, truncation);
        return settings;
    }
}
