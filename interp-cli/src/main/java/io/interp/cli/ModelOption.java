package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.data.PixelRange;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The generator a command works on, and all that its description may lack or have wrong. */
final class ModelOption {

    @Mixin
    private ModelFile file;

    @Option(
            names = "--range",
            paramLabel = "LO,HI",
            converter = PixelRangeText.class,
            description = "Its values for black and white, in place of MODEL.json.")
    private PixelRange range;

    Generator load(NDManager manager) {
        return file.load(manager, range);
    }
}
