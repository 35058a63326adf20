package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.core.torchscript.TorchScriptClassifier;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.report.EvolutionEvaluator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What selection by fitness is worth on images: E-GAN against each of its mutations alone, from the same DCGAN on the same
 * images, with the same processor time. At moments spread evenly over that time the Fr&eacute;chet distance to the data is
 * measured, which is not charged: lines are printed as they come, and at the end a table over seeds.
 *
 * <p>The settings are {@link EvolutionOptions#released()} in every method. Evolution keeps no moving average of weights:
 * what is measured is the fittest generator as it stands. Distances are on random convolutions and are no Inception FID.
 */
public final class EvolutionImages {

    private static final int CHANNELS = 3;
    private static final int LATENTS = 64;
    private static final int NARROWEST = 32;
    private static final long EMBEDDER = 7;
    private static final long MEASUREMENTS = 2;
    private static final int WARM_UP = 3;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final String CHANCE = "random";
    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("data", "drawn:faces?count=4000");
        DEFAULTS.put("size", "32");
        DEFAULTS.put("width", "64");
        DEFAULTS.put("minutes", "10");
        DEFAULTS.put("points", "5");
        DEFAULTS.put("seeds", "1");
        DEFAULTS.put("first-seed", "0");
        DEFAULTS.put("images", "2000");
        DEFAULTS.put("evaluation", "256");
        DEFAULTS.put("discriminator-steps", "3");
        DEFAULTS.put("with", "");
        DEFAULTS.put("classifier", "");
        DEFAULTS.put("out", "");
        DEFAULTS.put("picture", "");
    }

    private final CommandOptions arguments;
    private final ImageSource data;
    private final String name;
    private final EvolutionEvaluator evaluator;
    private final TimedPictures pictures;
    private final CsvLines lines;
    private final List<TimedPoint> points = new ArrayList<>();

    private EvolutionImages(CommandOptions arguments, ImageSource data, EvolutionEvaluator evaluator) {
        this.arguments = arguments;
        this.data = data;
        name = data.name().replaceFirst(".*/", "");
        this.evaluator = evaluator;
        pictures = new TimedPictures(name, data);
        lines = new CsvLines(arguments.text("out"), TimedPoint.HEADER);
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code [--data SPEC] [--size S] [--width FILTERS] [--minutes M] [--points K] [--seeds N] [--first-seed N]
     *     [--images N] [--evaluation N] [--discriminator-steps N] [--with random] [--classifier FILE.pt] [--out FILE.csv]
     *     [--picture FILE.png]}: minutes of processor time for each method and seed, measured at K moments over N images;
     *     {@code --with random} adds a random choice of mutations; beside the picture of samples comes FILE.svg, a chart
     * @throws IllegalArgumentException if an option is none, or the picture's name does not end in .png
     */
    public static void main(String[] args) {
        CommandOptions arguments = CommandOptions.of(args, DEFAULTS);
        String picture = arguments.text("picture");
        if (!picture.isEmpty() && !picture.endsWith(".png")) {
            throw new IllegalArgumentException("--picture is the name of a PNG file, got " + picture);
        }
        int size = arguments.count("size");
        ImageSource data = ImageSources.open(arguments.text("data"), CHANNELS, size, size);
        try (NDManager manager = NDManager.newBaseManager();
                RandomConvolutionEmbedder embedder = new RandomConvolutionEmbedder(manager, CHANNELS, EMBEDDER)) {
            EvolutionEvaluator distances = new EvolutionEvaluator(embedder, arguments.count("images"), MEASUREMENTS);
            String classifier = arguments.text("classifier");
            if (classifier.isEmpty()) {
                new EvolutionImages(arguments, data, distances).compare();
                return;
            }
            try (TorchScriptClassifier judge = TorchScriptClassifier.load(Path.of(classifier), manager)) {
                new EvolutionImages(arguments, data, distances.classifier(judge)).compare();
            }
        }
    }

    private void compare() {
        warmUp();
        long first = arguments.number("first-seed");
        for (long seed = first; seed < first + arguments.count("seeds"); seed++) {
            for (Map.Entry<String, EvolutionOptions> method : methods(seed).entrySet()) {
                try {
                    run(method.getKey(), method.getValue());
                } catch (InterpException e) {
                    System.err.println(method.getKey() + ", seed " + seed + ": " + e.getMessage());
                }
                lines.write();
                if (!arguments.text("picture").isEmpty()) {
                    pictures.write(Path.of(arguments.text("picture")), points);
                }
            }
        }
        print();
    }

    private Map<String, EvolutionOptions> methods(long seed) {
        Map<String, EvolutionOptions> methods = EvolutionMethods.of(EvolutionOptions.released()
                .withEvaluationSize(arguments.count("evaluation"))
                .withDiscriminatorSteps(arguments.count("discriminator-steps"))
                .withSeed(seed));
        if (!arguments.text("with").equals(CHANCE)) {
            methods.remove(EvolutionMethods.RANDOM);
        }
        return methods;
    }

    private TimedEvolution start(EvolutionOptions options) {
        Dcgan family = new Dcgan(LATENTS, data.height(), CHANNELS, arguments.count("width"), NARROWEST);
        return new TimedEvolution(new Networks(family), data, options);
    }

    /** Networks of one family. */
    private record Networks(Dcgan family) implements TimedEvolution.Networks {
        @Override
        public Generator generator(NDManager manager, long seed) {
            return family.generator(manager, seed);
        }

        @Override
        public Discriminator discriminator(NDManager manager, long seed) {
            return family.discriminator(manager, seed);
        }
    }

    /** What the JVM compiles, and images that are decoded once, are not charged to the method that happens to be first. */
    private void warmUp() {
        float[] image = new float[data.valuesPerImage()];
        for (int i = 0; i < data.size(); i++) {
            data.read(i, image, 0);
        }
        methods(0).values().forEach(options -> {
            try (TimedEvolution evolution = start(options)) {
                evolution.toGeneration(WARM_UP);
            }
        });
    }

    private void run(String method, EvolutionOptions options) {
        int moments = arguments.count("points");
        double budget = arguments.decimal("minutes") * SECONDS_PER_MINUTE;
        try (TimedEvolution evolution = start(options)) {
            for (int point = 1; point <= moments; point++) {
                evolution.toTime(budget * point / moments, 1);
                TimedPoint measured = new TimedPoint(
                        method,
                        options.seed(),
                        point,
                        evolution.trainer().steps(),
                        evolution.seconds(),
                        evaluator.measure(evolution.trainer().best(), data),
                        evolution.trainer().history().wins());
                points.add(measured);
                lines.add(measured.line(name));
            }
            pictures.sample(method, evolution.trainer().best());
        }
    }

    /** The last moments, over seeds. */
    private void print() {
        int last = arguments.count("points");
        System.out.printf(
                Locale.ROOT,
                "%n%-20s %6s %12s %8s %20s %18s%n",
                "method",
                "seeds",
                "generations",
                "cpu s",
                "Fr\u00e9chet (sd)",
                "classifier (sd)");
        points.stream().map(TimedPoint::method).distinct().forEach(method -> {
            List<TimedPoint> runs = points.stream()
                    .filter(one -> one.method().equals(method) && one.point() == last)
                    .toList();
            OverSeeds distance = OverSeeds.of(runs, one -> one.metrics().frechet());
            OverSeeds score = OverSeeds.of(runs, TimedPoint::classifierScore);
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %6d %12.0f %8.0f %10.4f (%7.4f) %8.3f (%7.3f)%n",
                    method,
                    runs.size(),
                    OverSeeds.of(runs, TimedPoint::generations).mean(),
                    OverSeeds.of(runs, TimedPoint::seconds).mean(),
                    distance.mean(),
                    distance.deviation(),
                    score.mean(),
                    score.deviation());
        });
    }
}
