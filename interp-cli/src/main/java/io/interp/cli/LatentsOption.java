package io.interp.cli;

import io.interp.core.LatentSpace;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which latents to run: so many drawn from the model's prior, or those of a file. */
final class LatentsOption {

    private static final int DEFAULT = 64;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--n",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "How many latents to draw by --seed (default: " + DEFAULT + ").")
    private Integer n;

    @Option(
            names = "--latents",
            paramLabel = "FILE.npy",
            description = "Latents to use instead: float32 or float64 [N, d].")
    private Path latents;

    /** Refuses what can't be meant. */
    void check() {
        if (n != null && latents != null) {
            throw new ParameterException(
                    spec.commandLine(), "--n and --latents can't be given together: a file says how many it holds");
        }
    }

    Latents open(LatentSpace space, long seed) {
        return latents != null ? Latents.read(latents, space) : Latents.drawn(space, seed, n == null ? DEFAULT : n);
    }
}
