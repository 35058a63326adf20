package io.interp.cli;

import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.FrechetMeter;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.core.stat.RunningCovariance;
import io.interp.core.train.AdamOptions;
import io.interp.eigengan.EigenDimension;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.EigenGanPreset;
import io.interp.eigengan.EigenGanStrategy;
import io.interp.eigengan.TrainedEigenGan;
import io.interp.eigengan.measure.AttributeCorrelation;
import io.interp.eigengan.measure.DimensionImportance;
import io.interp.eigengan.measure.Importance;
import io.interp.eigengan.measure.ImportanceMeter;
import io.interp.eigengan.picture.TraversalPictures;
import io.interp.eigengan.report.EigenGanReport;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.SampleGrids;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an EigenGAN. */
@Command(
        name = "eigengan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Trains a generator with a linear subspace at every resolution, whose dimensions come to change one thing each"
                    + " (EigenGAN).",
            "Writes generator/ (a MODEL for the other commands), discriminator/, traversals/ (a strip and an animation for each"
                    + " dimension), samples/, report.html and result.json. Run again with the same settings and --out, it"
                    + " goes on where it was interrupted."
        })
final class EigenganCommand implements Callable<Integer> {

    private static final String FACES = "drawn:faces";
    private static final long EMBEDDER = 7;
    private static final int BATCH = 32;

    /** The paper walks to 4.5; generators trained briefly go over the edge there. */
    private static final double RANGE = 3;

    private static final int STEPS_SHOWN = 9;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description = "A folder or zip of images, or drawn images.")
    private String data;

    @Option(
            names = "--size",
            paramLabel = "S",
            defaultValue = "64",
            converter = PositiveInteger.class,
            description = "Height and width of images, a power of two from 16 to 256 (default: ${DEFAULT-VALUE}).")
    private Integer size;

    @Option(
            names = "--preset",
            paramLabel = "narrow|celeba64|paper",
            defaultValue = "narrow",
            description =
                    "Settings: small networks for some hours of a processor, 128 noises and 4 layers of 6 dimensions"
                            + " for 64x64 images, or the released ones (default: ${DEFAULT-VALUE}).")
    private String preset;

    @Option(
            names = "--dimensions",
            paramLabel = "Q",
            converter = PositiveInteger.class,
            description = "Dimensions of each layer's subspace; the fewer, the more layers are used (default: the"
                    + " preset's 6).")
    private Integer dimensions;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Steps in all, those before a resume included (default: the preset's).")
    private Integer steps;

    @Option(
            names = "--batch",
            paramLabel = "B",
            converter = PositiveInteger.class,
            description = "Images in a step (default: the preset's).")
    private Integer batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "Adam's learning rate for both networks (default: the preset's).")
    private Double learningRate;

    @Option(
            names = "--decay-from",
            paramLabel = "SHARE",
            description = "The share of the steps after which learning rates fall to 0 (default: the preset's).")
    private Double decayFrom;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "1000",
            converter = PositiveInteger.class,
            description = "Images that the Frechet distance and correlations are measured on (default:"
                    + " ${DEFAULT-VALUE}).")
    private Integer images;

    @Mixin
    private CheckpointOption checkpoints;

    @Option(
            names = "--report-every",
            paramLabel = "K",
            defaultValue = "500",
            converter = PositiveInteger.class,
            description = "Steps between points of the curves and pictures of samples (default: ${DEFAULT-VALUE}).")
    private Integer reportEvery;

    @Mixin
    private AttributeOptions attributes;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        EigenGanPreset chosen = WrongUsage.unless(spec, () -> EigenGanPreset.named(preset, size));
        EigenGan network = WrongUsage.unless(spec, () -> network(chosen.network()));
        EigenGanTraining training = WrongUsage.unless(spec, () -> training(chosen.training()));
        try (Session session = new Session(spec, common);
                OpenedImages opened = new OpenedImages(ImageSources.open(data, 3, size, size));
                AttributeOptions.Look look = attributes
                        .open(session.manager(), data.startsWith(FACES))
                        .orElse(null)) {
            OutputFolder output = session.output();
            EigenGanStrategy strategy = new EigenGanStrategy(training, opened.source())
                    .checkpoints(output.folder().resolve("checkpoints"), checkpoints.interval())
                    .listener(SampleGrids.into(output.folder().resolve("samples")))
                    .progress(new ProgressReporter(spec.commandLine().getErr()));
            try (TrainedEigenGan trained = strategy.train(network, session.manager())) {
                Generator generator = trained.generator();
                Importance importance = ImportanceMeter.seeded(common.seed()).measure(generator);
                Optional<AttributeCorrelation> found =
                        Optional.ofNullable(look).map(l -> l.at(generator, images, common.seed()));
                TraversalPictures pictures = TraversalPictures.of(generator).range(RANGE, STEPS_SHOWN);
                trained.write(output.scratch(".")).forEach(output::file);
                List<EigenDimension> ranked = importance.ranked().stream()
                        .map(DimensionImportance::dimension)
                        .toList();
                pictures.write(output.scratch("traversals"), ranked).forEach(name -> output.file("traversals/" + name));
                new EigenGanReport(trained, importance, pictures, found).write(output.file("report.html"));
                spec.commandLine().getOut().println(trained);
                spec.commandLine().getOut().println(importance);
                found.ifPresent(spec.commandLine().getOut()::println);
                Map<String, Object> metrics =
                        metrics(trained, importance, frechet(session, generator, opened.source()));
                found.ifPresent(correlation -> metrics.put("attributes", correlation.toMap()));
                session.finish(generator, metrics);
            }
            return ExitCode.OK;
        }
    }

    private EigenGan network(EigenGan network) {
        return dimensions == null ? network : network.withLatents(network.noise(), dimensions);
    }

    private EigenGanTraining training(EigenGanTraining training) {
        EigenGanTraining chosen = training;
        if (steps != null) {
            chosen = chosen.withSteps(steps);
        }
        if (batch != null) {
            chosen = chosen.withBatchSize(batch);
        }
        if (learningRate != null) {
            AdamOptions adam = chosen.gan().generator().withLearningRate(learningRate);
            chosen = chosen.withGan(chosen.gan().withAdam(adam, adam));
        }
        if (decayFrom != null) {
            chosen = chosen.withDecayFrom(decayFrom);
        }
        return chosen.withReportInterval(reportEvery).withSeed(common.seed());
    }

    private double frechet(Session session, Generator generator, ImageSource source) {
        int reals = Math.min(images, source.size());
        int[] next = {0, 0};
        try (Embedder embedder = new RandomConvolutionEmbedder(session.manager(), source.channels(), EMBEDDER)) {
            FrechetMeter meter = new FrechetMeter(embedder);
            RunningCovariance real = meter.collect(
                    session.manager(),
                    (manager, count) -> {
                        int from = next[0];
                        next[0] = Math.min(source.size(), from + count);
                        return source.batch(
                                manager, IntStream.range(from, next[0]).toArray());
                    },
                    reals,
                    BATCH);
            RunningCovariance fake = meter.collect(
                    session.manager(),
                    (manager, count) -> {
                        next[1] += count;
                        return generator.generate(
                                generator.latents().sample(manager, common.seed(), next[1] - count, count));
                    },
                    reals,
                    BATCH);
            return meter.distance(real, fake);
        }
    }

    private static Map<String, Object> metrics(TrainedEigenGan trained, Importance importance, double frechet) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("steps", trained.steps());
        metrics.put("orthogonalityError", trained.orthogonalityError());
        metrics.put("importance", importance.effectShares());
        metrics.put("frechet", frechet);
        return metrics;
    }
}
