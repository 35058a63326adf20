package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npz;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The tiny networks whose weights and outputs {@code reference.py} wrote, and the options they have here. */
record ReferenceNetworks(String name, PublishedNetwork network, String weights) {

    static final Mapping MAPPING = new Mapping(5, 7, 6, 3, 0.01);

    static final ReferenceNetworks PGGAN = new ReferenceNetworks(
            "pggan16", new Pggan(16, 6, 3, new ChannelTable(128, 10), Upsampling.NEAREST, false), "pggan16.npz");
    static final ReferenceNetworks PGGAN_FUSED = new ReferenceNetworks(
            "pggan8-fused", new Pggan(8, 6, 3, new ChannelTable(48, 8), Upsampling.FUSED, false), "pggan8-fused.npz");
    static final ReferenceNetworks STYLEGAN = new ReferenceNetworks(
            "stylegan16",
            new StyleGan(16, MAPPING, 3, new ChannelTable(96, 8), Upsampling.NEAREST, false, new Truncation(0.7, 4)),
            "stylegan16.npz");
    static final ReferenceNetworks STYLEGAN_FUSED = new ReferenceNetworks(
            "stylegan8-fused",
            new StyleGan(8, MAPPING, 3, new ChannelTable(48, 8), Upsampling.FUSED, false, Truncation.NONE),
            "stylegan8-fused.npz");
    static final ReferenceNetworks STYLEGAN2 = new ReferenceNetworks(
            "stylegan2-16",
            new StyleGan2(16, MAPPING, 3, new ChannelTable(96, 8), false, new Truncation(0.5, 6)),
            "stylegan2-16.safetensors");
    static final ReferenceNetworks BIGGAN = new ReferenceNetworks(
            "biggan32", new BigGan(32, 8, 4, 2, 3, 2, true, List.of(16), true, OptionalDouble.empty()), "biggan32.npz");

    static final ReferenceNetworks BIGGAN_DEEP =
            new ReferenceNetworks("biggan-deep64", new BigGanDeep(64, 4, 3, 1, 2, 16, 6, 0.5), "biggan-deep64.npz");

    static List<ReferenceNetworks> all() {
        return List.of(PGGAN, PGGAN_FUSED, STYLEGAN, STYLEGAN_FUSED, STYLEGAN2, BIGGAN, BIGGAN_DEEP);
    }

    Path file() {
        return resource(weights);
    }

    StateDict stateDict() {
        return StateDict.read(file());
    }

    /** The input under {@code input} and the outputs of layers under their names, the image last. */
    Map<String, HostArray> outputs() {
        return Npz.read(resource(name + "-outputs.npz"));
    }

    NDArray input(NDManager manager) {
        return outputs().get("input").toNDArray(manager);
    }

    private static Path resource(String file) {
        try {
            return Path.of(
                    ReferenceNetworks.class.getResource("/published/" + file).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
