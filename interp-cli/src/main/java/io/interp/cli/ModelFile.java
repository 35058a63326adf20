package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.LatentSpace;
import io.interp.core.Prior;
import io.interp.core.data.PixelRange;
import io.interp.core.torchscript.ModelDescription;
import io.interp.core.torchscript.TorchScriptGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The generator a command works on: a file or directory, and what its latents are where nothing tells. */
final class ModelFile {

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "A TorchScript file with MODEL.json beside it, or a directory that interp saved.")
    private Path model;

    @Option(
            names = "--latent",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Size of a TorchScript model's latents, in place of MODEL.json.")
    private Integer latent;

    @Option(
            names = "--prior",
            paramLabel = "normal|uniform",
            description = "What its latents were drawn from in training, in place of MODEL.json.")
    private Prior prior;

    /** Loads it; a null range leaves that of the description. */
    Generator load(NDManager manager, PixelRange range) {
        if (latent == null && prior == null && range == null) {
            return GeneratorFiles.load(model, manager);
        }
        Path script = GeneratorFiles.torchScript(model)
                .orElseThrow(() ->
                        new IllegalArgumentException("--latent, --prior and the range of pixels describe TorchScript"
                                + " files; " + model + " is a directory that knows its own"));
        return TorchScriptGenerator.load(script, description(script, range), manager);
    }

    private ModelDescription description(Path script, PixelRange range) {
        boolean described = latent == null || Files.isRegularFile(ModelDescription.fileBeside(script));
        Optional<ModelDescription> beside = described ? Optional.of(ModelDescription.beside(script)) : Optional.empty();
        Optional<LatentSpace> stored = beside.map(ModelDescription::latents);
        Prior chosen = prior != null ? prior : stored.map(LatentSpace::prior).orElse(Prior.NORMAL);
        OptionalDouble truncation = chosen == Prior.NORMAL
                ? stored.map(LatentSpace::truncation).orElse(OptionalDouble.empty())
                : OptionalDouble.empty();
        int dimension = latent != null ? latent : stored.orElseThrow().dimension();
        PixelRange pixels =
                range != null ? range : beside.map(ModelDescription::range).orElse(PixelRange.SIGNED);
        return new ModelDescription(new LatentSpace(dimension, chosen, truncation), pixels);
    }
}
