package io.interp.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.image.Png;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.partition.InterpretableGan;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.SwapResult;
import io.interp.partition.energy.LangevinOptions;
import io.interp.partition.report.PartitionPictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exchanges a part between two images of a retrained generator. */
@Command(
        name = "swap",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Puts groups or a named concept of one image into another.",
            "Writes swap.png (source, target, result, difference), swap.npy and result.json."
        })
final class SwapCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "A directory that 'partition' or 'demo' wrote.")
    private Path run;

    @ArgGroup(multiplicity = "1")
    private Chosen chosen;

    @Option(
            names = "--source-seed",
            paramLabel = "A",
            defaultValue = "1",
            description = "Seed of the image that gives (default: ${DEFAULT-VALUE}).")
    private long source;

    @Option(
            names = "--target-seed",
            paramLabel = "B",
            defaultValue = "2",
            description = "Seed of the image that receives (default: ${DEFAULT-VALUE}).")
    private long target;

    @Option(
            names = "--refine",
            paramLabel = "N",
            defaultValue = "0",
            description = "Steps of Langevin dynamics on both latents after the exchange, which repair what it left"
                    + " unnatural; the paper shows 5 and 10 (default: ${DEFAULT-VALUE}, none).")
    private int refine;

    @Mixin
    private CommonOptions common;

    /** Either groups by number or a concept by name. */
    static final class Chosen {

        @Option(names = "--groups", paramLabel = "N", split = ",", description = "Groups by number, such as 3,5.")
        private int[] groups;

        @Option(names = "--concept", paramLabel = "NAME", description = "A concept by name, such as mouth.")
        private String concept;
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(run.resolve(InterpretableGan.GROUPS_FILE))) {
            throw new IllegalArgumentException(run + " holds no " + InterpretableGan.GROUPS_FILE
                    + ": name a directory that 'partition' or 'demo' wrote");
        }
        LangevinOptions steps = steps();
        try (Session session = new Session(spec, common)) {
            Generator loaded = GeneratorFiles.load(InterpretableGan.generatorIn(run), session.manager());
            try (InterpretableGan gan = InterpretableGan.load(run, loaded);
                    NDManager scope = session.manager().newSubManager()) {
                Concept concept = chosen.concept != null
                        ? gan.concepts().named(chosen.concept)
                        : Concept.of("groups", chosen.groups);
                NDArray from = gan.generator().latents().sample(scope, source, 1);
                NDArray into = gan.generator().latents().sample(scope, target, 1);
                SwapResult swap = refine == 0
                        ? gan.swap(scope, concept, from, into)
                        : gan.refinedExchange(scope, concept, into, from, steps, common.seed())
                                .first();
                Png.write(session.output().file("swap.png"), new PartitionPictures(gan, common.seed()).rows(swap, 1));
                Npy.write(session.output().file("swap.npy"), HostArray.copyOf(swap.result()));
                Map<String, Object> metrics = new LinkedHashMap<>();
                metrics.put("groups", concept.groups());
                metrics.put("refinementSteps", refine);
                metrics.put(
                        "meanSquaredChange",
                        swap.result().sub(swap.target()).square().mean().getFloat());
                session.finish(gan.generator(), metrics);
            }
            return ExitCode.OK;
        }
    }

    private LangevinOptions steps() {
        try {
            return LangevinOptions.DEFAULT.withSteps(refine);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
