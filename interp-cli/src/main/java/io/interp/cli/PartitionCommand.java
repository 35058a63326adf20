package io.interp.cli;

import io.interp.Interpretable;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.stat.Embedder;
import io.interp.core.torchscript.TorchScriptDiscriminator;
import io.interp.core.torchscript.TorchScriptEmbedder;
import io.interp.partition.PartitionOptions;
import io.interp.partition.report.EvaluationOptions;
import io.interp.partition.report.Evaluator;
import io.interp.partition.report.GroupCounts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Retrains a generator so that the filters of a layer fall into groups. */
@Command(
        name = "partition",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Groups the filters of a layer into visual concepts and retrains the generator so that each group means one"
                    + " thing (Interpretable GAN).",
            "Writes generator/ (loads as MODEL), groups.json, report.html, pictures and result.json. Run again with the"
                    + " same settings and --out, it goes on where it was interrupted."
        })
final class PartitionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private PartOptions parts;

    @Mixin
    private CommonOptions common;

    @Option(names = "--layer", paramLabel = "L", description = "The layer (default: chosen by size; see 'layers').")
    private String layer;

    @Option(
            names = "--groups",
            paramLabel = "C",
            defaultValue = "8",
            split = ",",
            converter = PositiveInteger.class,
            description = "Number of groups (default: ${DEFAULT-VALUE}). Several, such as 8,16,24: one retraining for"
                    + " each, in folders groups-8/ and so on, and a report that compares them.")
    private List<Integer> groups;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description = "Real images: a folder, a zip, or drawn:faces.")
    private String data;

    @Option(
            names = "--updates",
            paramLabel = "U",
            defaultValue = "60",
            converter = PositiveInteger.class,
            description = "Updates of the generator (default: ${DEFAULT-VALUE}).")
    private Integer updates;

    @Option(
            names = "--steps",
            paramLabel = "T",
            converter = PositiveInteger.class,
            description = "GAN steps before each update (default: the preset's, 5 or 100).")
    private Integer steps;

    @Option(
            names = "--pooling",
            paramLabel = "B",
            converter = PositiveInteger.class,
            description = "Average maps over BxB blocks before they are grouped: 2 for generators of transposed"
                    + " convolutions, whose filters make checkerboards (default: 1, none).")
    private Integer pooling;

    @Option(
            names = "--preset",
            paramLabel = "robust|paper",
            defaultValue = "robust",
            description = "Settings: our defaults, or the paper's literal constants (default: ${DEFAULT-VALUE}).")
    private Preset preset;

    @Option(
            names = "--discriminator",
            paramLabel = "NET",
            description = "The discriminator the generator was trained against: a TorchScript network with a JSON file"
                    + " beside it (default: a fresh one, with a warm-up).")
    private Path discriminator;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Steps of a fresh discriminator before the first update (default: the preset's, 300).")
    private Integer warmUp;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "200",
            converter = PositiveInteger.class,
            description = "Pairs in each measurement of swaps (default: ${DEFAULT-VALUE}).")
    private Integer pairs;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "2000",
            converter = PositiveInteger.class,
            description = "Images in each Frechet distance (default: ${DEFAULT-VALUE}).")
    private Integer images;

    /** The two sets of defaults. */
    enum Preset {
        ROBUST,
        PAPER
    }

    @Override
    public Integer call() {
        if (new HashSet<>(groups).size() < groups.size()) {
            throw new ParameterException(spec.commandLine(), "--groups names a number twice: " + groups);
        }
        try (Session session = new Session(spec, common)) {
            Generator generator = model.load(session.manager());
            Optional<Discriminator> critic = Optional.ofNullable(discriminator)
                    .map(file -> TorchScriptDiscriminator.load(file, session.manager()));
            try (Interpretable gan = Interpretable.wrap(new Gan(generator, critic))) {
                ImageSource source = ImageSources.open(
                        data,
                        (int) generator.imageShape().get(0),
                        (int) generator.imageShape().get(1),
                        (int) generator.imageShape().get(2));
                Optional<Evaluator.Masks> masks = parts.masks(session.manager());
                Optional<Embedder> identity = parts.embedder(session.manager());
                EvaluationOptions standard = EvaluationOptions.standard(common.seed());
                EvaluationOptions evaluation = new EvaluationOptions(
                        images,
                        pairs,
                        standard.namingImages(),
                        identity.map(PartitionCommand::distance).orElse(standard.identityDistance()),
                        common.seed());
                IntFunction<PartitionRun> run = count -> new PartitionRun(
                        options(count), Optional.ofNullable(layer), source, masks, identity, evaluation, true);
                session.finish(generator, run(gan, session.output(), run));
                identity.ifPresent(Embedder::close);
                masks.ifPresent(m -> m.segmenter().close());
            }
            return ExitCode.OK;
        }
    }

    private PartitionOptions options(int count) {
        PartitionOptions base = preset == Preset.PAPER ? PartitionOptions.paper(count) : PartitionOptions.robust(count);
        return base.withUpdates(updates, steps == null ? base.stepsPerUpdate() : steps)
                .withWarmUp(warmUp == null ? base.warmUp() : warmUp)
                .withPooling(pooling == null ? base.pooling() : pooling)
                .withSeed(common.seed());
    }

    /** One retraining, or one for each number of groups and a comparison. */
    private Map<String, Object> run(Interpretable gan, OutputFolder output, IntFunction<PartitionRun> run) {
        PrintWriter err = spec.commandLine().getErr();
        if (groups.size() == 1) {
            return run.apply(groups.get(0)).run(gan, output, err);
        }
        AtomicReference<GroupCounts> compared = new AtomicReference<>(GroupCounts.empty());
        for (int count : groups) {
            err.println(count + " groups");
            run.apply(count)
                    .run(
                            gan,
                            output.within("groups-" + count),
                            err,
                            (trained, measured) -> compared.updateAndGet(c -> c.and(trained, measured, common.seed())));
        }
        compared.get().write(output.file("report.html"));
        spec.commandLine().getOut().println(compared.get());
        return Map.of("byGroups", compared.get().toJson());
    }

    private static double distance(Embedder embedder) {
        return embedder instanceof TorchScriptEmbedder described
                ? described
                        .sameIdentityDistance()
                        .orElse(EvaluationOptions.standard(0).identityDistance())
                : EvaluationOptions.standard(0).identityDistance();
    }
}
