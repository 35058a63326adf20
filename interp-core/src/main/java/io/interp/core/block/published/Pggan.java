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
 * The generator of PGGAN at its full resolution.
 *
 * <p>Layers: {@link #NORMALISED}, the latents scaled to unit mean square; {@code layer0} and {@code layer1} at 4x4,
 * {@code layer2} and {@code layer3} at 8x8, and so on; {@code output0}, {@code output1}, ..., the image of each
 * resolution; {@code image}. Only the last output makes the image; the lower ones run when a hook asks for them, and show
 * what the network drew when it was that small. The image is not clipped: a few pixels may leave [-1, 1].
 *
 * <h2>Reference</h2>
 *
 * Karras, Aila, Laine and Lehtinen, "Progressive Growing of GANs for Improved Quality, Stability, and Variation", ICLR
 * 2018, sections 2 and 4; names and shapes as in genforce/sefa, models/pggan_generator.py.
 *
 * @param resolution the height and width of images: a power of two from 8 to 1024
 * @param latents the dimension of the normal latents
 * @param channels the number of image channels, 1 or 3
 * @param maps the number of maps by resolution
 * @param upsampling how the size is doubled
 * @param tanh whether the image is the hyperbolic tangent of the last output
 */
public record Pggan(int resolution, int latents, int channels, ChannelTable maps, Upsampling upsampling, boolean tanh)
        implements PublishedNetwork {

    /** The layer with the latents scaled to unit mean square, {@code [N, d]}. */
    public static final String NORMALISED = "pixel_norm";

    /** The first affine map of the latents, whose right singular vectors are SeFa's directions: {@code [F, d, 4, 4]}. */
    public static final String FIRST_WEIGHT = "layer0.weight";

    static final String TYPE = "pggan";

    /** Validates the sizes. */
    public Pggan {
        Resolutions.check(resolution, channels);
        Objects.requireNonNull(maps, "maps");
        Objects.requireNonNull(upsampling, "upsampling");
        if (latents < 1) {
            throw new IllegalArgumentException("latents must be positive, got " + latents);
        }
        maps.at(resolution);
    }

    /**
     * {@return the published network: 512 latents, colour images}
     *
     * @param resolution the height and width of images
     */
    public static Pggan of(int resolution) {
        return new Pggan(resolution, 512, 3, ChannelTable.GROWN, Upsampling.NEAREST, false);
    }

    /** {@return the number of convolutional layers before the outputs: two a resolution} */
    public int layers() {
        return 2 * Resolutions.blocks(resolution);
    }

    @Override
    public BlockGenerator generator(NDManager parent, long seed) {
        return BlockGenerator.ofGraph(
                parent,
                TYPE + "-" + resolution,
                LatentSpace.normal(latents),
                () -> graph(seed),
                TYPE,
                settings(),
                seed);
    }

    private StageGraph graph(long seed) {
        StageGraph graph = new StageGraph().add(NORMALISED, new PixelNormed(latents));
        String last = NORMALISED;
        for (int block = 0; block < Resolutions.blocks(resolution); block++) {
            int extent = Resolutions.of(block);
            int width = maps.at(extent);
            PgganConvolution.Form doubling =
                    upsampling.fusedAt(extent) ? PgganConvolution.Form.FUSED : PgganConvolution.Form.DOUBLED;
            PgganConvolution.Form form = block == 0 ? PgganConvolution.Form.FIRST : doubling;
            int before = block == 0 ? latents : maps.at(extent / 2);
            String first = "layer" + 2 * block;
            String second = "layer" + (2 * block + 1);
            String output = "output" + block;
            graph.add(first, convolution(seed, first, before, width, extent, form), last);
            graph.add(second, convolution(seed, second, width, width, extent, PgganConvolution.Form.SAME), first);
            graph.add(
                    output,
                    new PgganConvolution(
                            Draws.derive(seed, output.hashCode()),
                            width,
                            channels,
                            extent,
                            PgganConvolution.Form.POINTWISE,
                            false),
                    second);
            last = second;
        }
        return graph.add(
                "image", new ImageOutput(channels, resolution, tanh), "output" + (Resolutions.blocks(resolution) - 1));
    }

    private static PgganConvolution convolution(
            long seed, String name, int in, int out, int extent, PgganConvolution.Form form) {
        return new PgganConvolution(Draws.derive(seed, name.hashCode()), in, out, extent, form, true);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("resolution", resolution);
        settings.put("latents", latents);
        settings.put("channels", channels);
        Settings.put(settings, maps);
        settings.put("upsampling", upsampling.name());
        settings.put("tanh", tanh);
        return settings;
    }
}
