package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.block.Dcgan;
import io.interp.core.torchscript.TorchScriptDiscriminator;
import io.interp.egan.point.PointMlp;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which networks an evolution starts from: given ones, or fresh ones of a size. */
final class AncestorOption {

    private static final int SIZE = 32;
    private static final int WIDTH = 128;
    private static final int LATENTS = 64;
    private static final int NARROWEST = 32;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "The generator to start from: a TorchScript file with MODEL.json beside it, or a directory that"
                            + " interp saved, such as an EigenGAN's (default: a fresh one).")
    private Path model;

    @Option(
            names = "--discriminator",
            paramLabel = "NET",
            description =
                    "The discriminator to start from: a TorchScript network with a JSON file beside it (default: a fresh"
                            + " one).")
    private Path discriminator;

    @Option(
            names = "--size",
            paramLabel = "S",
            converter = PositiveInteger.class,
            description =
                    "Height and width of images, a power of two, where no MODEL has its own (default: " + SIZE + ").")
    private Integer size;

    @Option(
            names = "--width",
            paramLabel = "W",
            converter = PositiveInteger.class,
            description = "Filters of the widest layer of fresh networks for images (default: " + WIDTH + ").")
    private Integer width;

    /**
     * Refuses what can't be meant.
     *
     * @throws IllegalArgumentException if a size is given for networks that have their own, or is none
     */
    void check(boolean points) {
        if (model != null && (size != null || width != null)) {
            throw new IllegalArgumentException("--size and --width are of fresh networks; " + model + " has its own");
        }
        if (model == null && !points) {
            dcgan();
        }
    }

    private Dcgan dcgan() {
        return new Dcgan(
                LATENTS,
                size == null ? SIZE : size,
                3,
                width == null ? WIDTH : width,
                NARROWEST,
                Dcgan.Upsampling.TRANSPOSED);
    }

    /** Loads or makes the networks, which the caller closes; a given generator without a discriminator gets one later. */
    Gan open(NDManager manager, boolean points, long seed) {
        Optional<Discriminator> critic =
                Optional.ofNullable(discriminator).map(file -> TorchScriptDiscriminator.load(file, manager));
        if (model != null) {
            return new Gan(GeneratorFiles.load(model, manager), critic);
        }
        Generator fresh = points ? PointMlp.SMALL.generator(manager, seed + 1) : dcgan().generator(manager, seed + 1);
        Discriminator judge = critic.orElseGet(() ->
                points ? PointMlp.SMALL.discriminator(manager, seed + 2) : dcgan().discriminator(manager, seed + 2));
        return Gan.of(fresh, judge);
    }
}
