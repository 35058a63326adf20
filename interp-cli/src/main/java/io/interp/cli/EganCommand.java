package io.interp.cli;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.Evolve;
import io.interp.Interpretable;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.image.Png;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.core.torchscript.TorchScriptClassifier;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolvedGan;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.report.EvolutionEvaluator;
import io.interp.egan.report.EvolutionMetrics;
import io.interp.egan.report.EvolutionPictures;
import io.interp.egan.report.EvolutionReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
            names = "--steps",
            paramLabel = "N",
            defaultValue = "5000",
            converter = PositiveInteger.class,
            description = "Generations in all, those before a resume included (default: ${DEFAULT-VALUE}).")
    private Integer steps;

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
    private EvolutionOption evolution;

    @Mixin
    private AncestorOption ancestor;

    @Mixin
    private CheckpointOption checkpoints;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Optional<GaussianMixture> mixture =
                GaussianMixture.isNamed(data) ? Optional.of(GaussianMixture.named(data)) : Optional.empty();
        boolean points = mixture.isPresent();
        EvolutionOptions options = WrongUsage.unless(spec, () -> {
            ancestor.check(points);
            return evolution.options(points, common.seed());
        });
        try (Session session = new Session(spec, common);
                Interpretable gan = Interpretable.wrap(ancestor.open(session.manager(), points, common.seed()));
                OpenedImages opened = new OpenedImages(mixture.<ImageSource>map(m -> m.source(common.seed(), POINTS))
                        .orElseGet(() -> images(gan.generator().imageShape())))) {
            Evolve described = gan.evolve(steps, options)
                    .checkpoints(session.output().folder().resolve("checkpoints"), checkpoints.interval())
                    .snapshots(Math.max(1, steps / FRAMES), points ? POINTS_SHOWN : IMAGES_SHOWN)
                    .progress(new ProgressReporter(spec.commandLine().getErr()));
            try (EvolvedGan evolved = described.train(opened.source())) {
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

    private ImageSource images(Shape shape) {
        try {
            return ImageSources.open(data, (int) shape.get(0), (int) shape.get(1), (int) shape.get(2));
        } catch (IllegalArgumentException e) {
            boolean word = data.matches("\\w+") && !Files.exists(Path.of(data));
            if (!word) {
                throw e;
            }
            throw new IllegalArgumentException(
                    e.getMessage() + "; points in the plane are " + String.join(" and ", GaussianMixture.names()), e);
        }
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
