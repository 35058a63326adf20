package io.interp.cli;

import io.interp.Dissect;
import io.interp.Interpretable;
import io.interp.core.Generator;
import io.interp.core.io.Npy;
import io.interp.core.measure.Segmenter;
import io.interp.dissect.ClassSummary;
import io.interp.dissect.Dissection;
import io.interp.dissect.DissectionOptions;
import io.interp.dissect.ThresholdPolicy;
import io.interp.dissect.report.DissectionReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Matches units with classes of a segmentation. */
@Command(
        name = "dissect",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Measures how well every unit of a layer agrees with every class that a segmenter finds in generated images"
                    + " (GAN Dissection).",
            "Writes for each layer a folder with iou.npy and thresholds.npy ([units, classes]) and labels.json, then"
                    + " dissection.json, report.html and result.json. Run again with the same settings and --out, it"
                    + " goes on where it was interrupted."
        })
final class DissectCommand implements Callable<Integer> {

    private static final String CHECKPOINT = "passes.safetensors";
    private static final int BATCHES_AT_RISK = 50;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @Mixin
    private SegmenterOption segmenter;

    @Option(
            names = "--layer",
            paramLabel = "L[,L2]",
            required = true,
            split = ",",
            description = "The layers; see 'layers'. Several share the passes.")
    private List<String> layers;

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Images in each pass (default: 1000).")
    private Integer samples;

    @Option(
            names = "--latents",
            paramLabel = "FILE.npy",
            description = "Latents to use instead, for thresholds and counts alike: [N, d].")
    private Path latents;

    @Option(
            names = "--threshold",
            paramLabel = "pair|unit|Q",
            defaultValue = "pair",
            description =
                    "When a unit is on: above a level chosen for each unit and class (the paper), for each unit (its"
                            + " released code), or in a fixed share Q of positions, such as 0.01 (default: ${DEFAULT-VALUE}).")
    private String threshold;

    @Option(
            names = "--size",
            paramLabel = "S",
            converter = PositiveInteger.class,
            description = "Height and width at which units and classes are compared (default: the segmenter's).")
    private Integer size;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        if (samples != null && latents != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--samples and --latents can't be given together: a file says how many it holds");
        }
        // Two seeds, so that thresholds are not chosen on the images that they are judged on; 2 and 1 are published.
        DissectionOptions options = WrongUsage.unless(
                spec,
                () -> DissectionOptions.of(layers.toArray(String[]::new))
                        .seeds(common.seed() + 2, common.seed() + 1)
                        .thresholds(ThresholdPolicy.parse(threshold)));
        if (samples != null) {
            options = options.samples(samples);
        }
        if (size != null) {
            options = options.segmentation(size);
        }
        try (Session session = new Session(spec, common);
                Segmenter classes = segmenter.open(session.manager());
                Interpretable gan = Interpretable.wrap(model.load(session.manager()))) {
            Dissect dissect = gan.dissect(classes)
                    .options(options)
                    .progress(new ProgressReporter(spec.commandLine().getErr()));
            if (latents != null) {
                dissect = dissect.latents(Npy.read(latents));
            }
            long started = System.nanoTime();
            Dissection found = dissect.checkpoint(session.output().folder().resolve(CHECKPOINT), BATCHES_AT_RISK)
                    .run();
            double seconds = (System.nanoTime() - started) / 1e9;
            found.write(session.output().scratch(".")).forEach(session.output()::file);
            Generator generator = gan.generator();
            new DissectionReport(generator, found).write(session.output().file("report.html"));
            spec.commandLine().getOut().println(found);
            session.finish(generator, metrics(found, found.options().samples() / seconds));
            return ExitCode.OK;
        }
    }

    private static Map<String, Object> metrics(Dissection found, double rate) {
        Map<String, Object> classes = new LinkedHashMap<>();
        for (ClassSummary summary : found.summaries()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("share", summary.share());
            one.put("units", summary.units());
            one.put("bestLayer", summary.bestLayer());
            one.put("bestUnit", summary.bestUnit());
            one.put("bestIou", summary.bestIou());
            one.put("chanceIou", summary.chanceIou());
            one.put("determined", summary.determined());
            classes.put(summary.label().name(), one);
        }
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("units", found.units().size());
        metrics.put("interpretableUnits", found.interpretableUnits());
        metrics.put("classes", classes);
        metrics.put("imagesPerSecond", rate);
        return metrics;
    }
}
