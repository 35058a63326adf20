package io.interp.core.block.published;

import ai.djl.ndarray.NDManager;
import io.interp.core.LatentSpace;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.StageGraph;
import io.interp.core.tensor.Draws;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The generator of StyleGAN at its full resolution, with fixed noise.
 *
 * <p>Layers: {@link #MAPPING}, the codes w; {@link #CODES}, one truncated code a layer (W+); {@code
 * synthesis.layer0.style}, the scales and shifts of a layer, and {@code synthesis.layer0}, its maps after them, and so on,
 * two layers a resolution from 4x4 on; {@code synthesis.output0}, ..., the image of each resolution, of which only the
 * last is used and the others run when a hook asks for them; {@code synthesis}, the image. It is not clipped: a few pixels
 * may leave [-1, 1].
 *
 * <h2>Reference</h2>
 *
 * Karras, Laine and Aila, "A Style-Based Generator Architecture for Generative Adversarial Networks", CVPR 2019; names
 * and shapes as in genforce/sefa, models/stylegan_generator.py.
 *
 * @param resolution the height and width of images: a power of two from 8 to 1024
 * @param mapping the mapping network
 * @param channels the number of image channels, 1 or 3
 * @param maps the number of maps by resolution
 * @param upsampling how the size is doubled
 * @param tanh whether the image is the hyperbolic tangent of the last output
 * @param truncation how codes are truncated
 */
public record StyleGan(
        int resolution,
        Mapping mapping,
        int channels,
        ChannelTable maps,
        Upsampling upsampling,
        boolean tanh,
        Truncation truncation)
        implements PublishedNetwork {

    /** The layer with the style codes w, {@code [N, d]}. */
    public static final String MAPPING = "mapping";

    /** The layer with the truncated codes of all layers (W+), {@code [N, L, d]}. */
    public static final String CODES = "truncation";

    static final String TYPE = "stylegan";

    /** Validates the sizes. */
    public StyleGan {
        Resolutions.check(resolution, channels);
        Objects.requireNonNull(mapping, "mapping");
        Objects.requireNonNull(maps, "maps");
        Objects.requireNonNull(upsampling, "upsampling");
        Objects.requireNonNull(truncation, "truncation");
        maps.at(resolution);
    }

    /**
     * {@return the published network, without truncation}
     *
     * @param resolution the height and width of images
     */
    public static StyleGan of(int resolution) {
        return new StyleGan(
                resolution, Mapping.PUBLISHED, 3, ChannelTable.GROWN, Upsampling.AUTO, false, Truncation.NONE);
    }

    /**
     * {@return the same network with truncated codes}
     *
     * @param psi the share of the distance to the average code that is left
     * @param layers how many codes are truncated, from the first
     */
    public StyleGan truncated(double psi, int layers) {
        return new StyleGan(resolution, mapping, channels, maps, upsampling, tanh, new Truncation(psi, layers));
    }

    /** {@return the number L of W+ codes: two a resolution, 14 at 256; {@link LayerBand} groups them} */
    public int codes() {
        return 2 * Resolutions.blocks(resolution);
    }

    /**
     * Names the first weights that a code meets, whose right singular vectors are SeFa's directions.
     *
     * @param code the index of a W+ code
     * @return a name in the generator's state, of shape {@code [2C, d]}: scales, then shifts
     * @throws IllegalArgumentException if there is no such code
     */
    public String affineOf(int code) {
        if (code < 0 || code >= codes()) {
            throw new IllegalArgumentException("the generator has codes 0 to " + (codes() - 1) + ", got " + code);
        }
        return layer(code) + ".style.weight";
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
        StageGraph graph = new StageGraph()
                .add(MAPPING, new MappingLayers(seed(seed, MAPPING), mapping, Math.sqrt(2), 1))
                .add(CODES, new TruncatedCodes(truncation, codes(), mapping.codes()));
        for (int index = 0; index < codes(); index++) {
            addLayer(graph, seed, index);
            if (index % 2 == 1) {
                int extent = Resolutions.of(index / 2);
                String output = "synthesis.output" + index / 2;
                graph.add(
                        output,
                        new RgbConvolution(seed(seed, output), maps.at(extent), channels, extent),
                        layer(index));
            }
        }
        return graph.add(
                "synthesis",
                new ImageOutput(channels, resolution, tanh),
                "synthesis.output" + (Resolutions.blocks(resolution) - 1));
    }

    private void addLayer(StageGraph graph, long seed, int index) {
        int extent = Resolutions.of(index / 2);
        int width = maps.at(extent);
        boolean first = index == 0;
        boolean doubling = !first && index % 2 == 0;
        StyledConvolution.Form doubled =
                upsampling.fusedAt(extent) ? StyledConvolution.Form.FUSED : StyledConvolution.Form.DOUBLED;
        StyledConvolution.Form form =
                first ? StyledConvolution.Form.CONSTANT : doubling ? doubled : StyledConvolution.Form.SAME;
        int before = doubling ? maps.at(extent / 2) : width;
        String name = layer(index);
        String style = name + ".style";
        graph.add(style, new StyleAffine(seed(seed, style), index, mapping.codes(), 2 * width, 0), CODES);
        StyledConvolution layer = new StyledConvolution(seed(seed, name), before, width, extent, form);
        if (first) {
            graph.add(name, layer, style);
        } else {
            graph.add(name, layer, layer(index - 1), style);
        }
    }

    private static String layer(int index) {
        return "synthesis.layer" + index;
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
        settings.put("upsampling", upsampling.name());
        settings.put("tanh", tanh);
        Settings.put(settings, truncation);
        return settings;
    }
}
