package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.LatentSpace;
import io.interp.core.data.PixelRange;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The small archives of test resources that take six latents. */
final class Upsamplers {

    static final ModelDescription SIX = new ModelDescription(LatentSpace.normal(6), PixelRange.SIGNED);
    static final String SCRIPTED = "upsampler.scripted.pt";

    /** A layer in its middle, of 4 channels. */
    static final String LAYER = "net.3";

    private Upsamplers() {}

    static Path resource(String name) {
        try {
            return Path.of(Upsamplers.class.getResource("/torchscript/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static TorchScriptGenerator load(String name, NDManager manager) {
        return TorchScriptGenerator.load(resource(name), SIX, manager);
    }

    static float difference(NDArray a, NDArray b) {
        return a.sub(b).abs().max().getFloat();
    }
}
