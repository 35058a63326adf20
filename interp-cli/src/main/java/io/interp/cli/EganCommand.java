package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.image.Png;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.core.torchscript.TorchScriptClassifier;
import io.interp.egan.AdversarialMutation;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolutionStrategy;
import io.interp.egan.EvolvedGan;
import io.interp.egan.Mutation;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.PointMlp;
import io.interp.egan.report.EvolutionEvaluator;
import io.interp.egan.report.EvolutionMetrics;
import io.interp.egan.report.EvolutionPictures;
import io.interp.egan.report.EvolutionReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a GAN by evolution. */
@Command(
        name = "egan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Trains a generator by mutation, fitness and selection (E-GAN), on points in the plane or on images.",
            "Writes generator/ and discriminator/ (the fittest, and its judge), evolution.gif, wins.png, report.html and"
                    + " result.json. Run again with the same settings and --out, it goes on where it was interrupted."
        })
final class EganCommand implements Callable<Integer> {

    private static final int POINTS = 50_000;
    private static final long EMBEDDER = 7;
    private static final int FRAMES = 20;
    private static final int IMAGES_SHOWN = 36;
    private static final int POINTS_SHOWN = 1000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "ring8|grid25|DATA",
            required = true,
            description = "Eight Gaussians on a circle, 25 on a grid, or a folder or zip of images, or drawn images.")
    private String data;

    @Option(
            names = "--mutations",
            paramLabel = "M,N",
            description =
                    "The objectives, one child each: minimax, heuristic, least-squares, least-squares-logit, hinge"
                            + " (default: the preset's three).")
    private String mutations;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "5000",
            converter = PositiveInteger.class,
            description = "Generations in all, those before a resume included (default: ${DEFAULT-VALUE}).")
    private Integer steps;

    @Option(
            names = "--preset",
            paramLabel = "released|paper|plane",
            description = "Settings: the released PyTorch code's, the paper's, or those for points (default: plane for"
                    + " points, released for images).")
    private Preset preset;

    @Option(
            names = "--gamma",
            paramLabel = "G",
            description = "Weight of diversity in the fitness, at least 0 (default: the preset's).")
    private Double gamma;

    @Option(
            names = "--parents",
            paramLabel = "MU",
            converter = PositiveInteger.class,
            description = "Survivors of each generation (default: 1).")
    private Integer parents;

    @Option(
            names = "--size",
            paramLabel = "S",
            defaultValue = "32",
            converter = PositiveInteger.class,
            description = "Height and width of images, a power of two (default: ${DEFAULT-VALUE}).")
    private Integer size;

    @Option(
            names = "--width",
            paramLabel = "W",
            defaultValue = "128",
            converter = PositiveInteger.class,
            description = "Filters of the widest layer of networks for images (default: ${DEFAULT-VALUE}).")
    private Integer width;

    @Option(
            names = "--r1",
            paramLabel = "G",
            description = "Weight of the penalty on the discriminator's gradients (default: the preset's, 0).")
    private Double r1;

    @Option(
            names = "--classifier",
            paramLabel = "NET",
            description =
                    "Classifies images, for a score after the Inception Score: a TorchScript network with a JSON file"
                            + " beside it.")
    private Path classifier;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "2000",
            converter = PositiveInteger.class,
            description =
                    "Images that the result is measured on; points are always 10,000 (default: ${DEFAULT-VALUE}).")
    private Integer images;

    @Mixin
    private CheckpointOption checkpoints;

    @Mixin
    private CommonOptions common;

    /** The sets of defaults. */
    enum Preset {
        RELEASED,
        PAPER,
        PLANE
    }

    @Override
    public Integer call() {
        Optional<GaussianMixture> mixture =
                GaussianMixture.isNamed(data) ? Optional.of(GaussianMixture.named(data)) : Optional.empty();
        EvolutionOptions options = WrongUsage.unless(spec, () -> options(mixture.isPresent()));
        // Refuses a bad size before the session opens; points have networks of their own.
        Optional<Dcgan> architecture = mixture.isPresent()
                ? Optional.empty()
                : Optional.of(
                        WrongUsage.unless(spec, () -> new Dcgan(64, size, 3, width, 32, Dcgan.Upsampling.TRANSPOSED)));
        try (Session session = new Session(spec, common);
                OpenedImages opened = new OpenedImages(mixture.<ImageSource>map(m -> m.source(common.seed(), POINTS))
                        .orElseGet(this::images));
                Generator ancestor = architecture
                        .map(a -> a.generator(session.manager(), common.seed() + 1))
                        .orElseGet(() -> PointMlp.SMALL.generator(session.manager(), common.seed() + 1));
                Discriminator critic = architecture
                        .map(a -> a.discriminator(session.manager(), common.seed() + 2))
                        .orElseGet(() -> PointMlp.SMALL.discriminator(session.manager(), common.seed() + 2))) {
            EvolutionStrategy strategy = new EvolutionStrategy(options, opened.source(), steps)
                    .checkpoints(session.output().folder().resolve("checkpoints"), checkpoints.interval())
                    .snapshots(Math.max(1, steps / FRAMES), mixture.isPresent() ? POINTS_SHOWN : IMAGES_SHOWN)
                    .progress(new ProgressReporter(spec.commandLine().getErr()));
            try (EvolvedGan evolved = strategy.apply(new Gan(ancestor, Optional.of(critic)))) {
                EvolutionMetrics measured = measure(session.manager(), evolved, opened.source(), mixture);
                write(session.output(), evolved, measured, mixture);
                spec.commandLine().getOut().println(evolved);
                spec.commandLine().getOut().println(measured);
                Map<String, Object> metrics = new LinkedHashMap<>(measured.toMap());
                metrics.put("generations", evolved.history().size());
                metrics.put("wins", evolved.history().wins());
                session.finish(evolved.generator(), metrics);
            }
            return ExitCode.OK;
        }
    }

    private ImageSource images() {
        try {
            return ImageSources.open(data, 3, size, size);
        } catch (IllegalArgumentException e) {
            boolean word = data.matches("\\w+") && !Files.exists(Path.of(data));
            if (!word) {
                throw e;
            }
            throw new IllegalArgumentException(
                    e.getMessage() + "; points in the plane are " + String.join(" and ", GaussianMixture.names()), e);
        }
    }

    private EvolutionOptions options(boolean points) {
        Preset chosen = preset != null ? preset : points ? Preset.PLANE : Preset.RELEASED;
        EvolutionOptions options = switch (chosen) {
            case RELEASED -> EvolutionOptions.released();
            case PAPER -> EvolutionOptions.paper();
            case PLANE -> EvolutionOptions.plane();
        };
        options = options.withSeed(common.seed());
        if (mutations != null) {
            List<Mutation> named = AdversarialMutation.parse(mutations);
            options = options.withMutations(named);
        }
        if (gamma != null) {
            options = options.withGamma(gamma);
        }
        if (parents != null) {
            options = options.withParents(parents);
        }
        return r1 == null ? options : options.withR1(r1, 1);
    }

    private EvolutionMetrics measure(
            NDManager manager, EvolvedGan evolved, ImageSource source, Optional<GaussianMixture> mixture) {
        if (mixture.isPresent()) {
            return EvolutionEvaluator.ofPoints(mixture.get(), common.seed()).measure(evolved.generator(), source);
        }
        try (Embedder embedder = new RandomConvolutionEmbedder(manager, source.channels(), EMBEDDER)) {
            EvolutionEvaluator evaluator = new EvolutionEvaluator(embedder, images, common.seed());
            if (classifier == null) {
                return evaluator.measure(evolved.generator(), source);
            }
            try (TorchScriptClassifier judge = TorchScriptClassifier.load(classifier, manager)) {
                return evaluator.classifier(judge).measure(evolved.generator(), source);
            }
        }
    }

    private static void write(
            OutputFolder output, EvolvedGan evolved, EvolutionMetrics measured, Optional<GaussianMixture> mixture) {
        EvolutionPictures pictures = new EvolutionPictures(evolved, mixture);
        evolved.generator().save(output.file("generator"));
        evolved.discriminator().save(output.file("discriminator"));
        pictures.animation().write(output.file("evolution.gif"));
        Png.write(output.file("wins.png"), pictures.wins());
        new EvolutionReport(evolved, mixture).metrics(measured).write(output.file("report.html"));
    }
}
