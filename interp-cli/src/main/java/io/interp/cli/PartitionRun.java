package io.interp.cli;

import io.interp.Interpretable;
import io.interp.Partition;
import io.interp.core.data.ImageSource;
import io.interp.core.image.Png;
import io.interp.core.stat.Embedder;
import io.interp.partition.InterpretableGan;
import io.interp.partition.PartitionOptions;
import io.interp.partition.concept.Concept;
import io.interp.partition.report.Evaluation;
import io.interp.partition.report.EvaluationOptions;
import io.interp.partition.report.Evaluator;
import io.interp.partition.report.PartitionPictures;
import io.interp.partition.report.PartitionReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The main job from a loaded GAN to files: retrain, measure, draw, report. What {@code partition} and {@code demo} share.
 *
 * @param options the settings of the retraining
 * @param layer the target layer, or empty to choose one
 * @param data the real images
 * @param masks finds parts, or empty
 * @param identity tells people apart, or empty
 * @param evaluation how thoroughly it is measured
 * @param checkpoints whether the work can be resumed from the output folder
 */
record PartitionRun(
        PartitionOptions options,
        Optional<String> layer,
        ImageSource data,
        Optional<Evaluator.Masks> masks,
        Optional<Embedder> identity,
        EvaluationOptions evaluation,
        boolean checkpoints) {

    private static final int COLUMNS = 8;

    /** Runs; returns the metrics of the result file. */
    Map<String, Object> run(Interpretable gan, OutputFolder output, PrintWriter err) {
        return run(gan, output, err, (trained, measured) -> {});
    }

    /** Runs, and shows the trained generator and what was measured before the former is closed. */
    Map<String, Object> run(
            Interpretable gan, OutputFolder output, PrintWriter err, BiConsumer<InterpretableGan, Evaluation> look) {
        Partition described = layer.isPresent() ? gan.partition(options).at(layer.get()) : gan.partition(options);
        err.println(described);
        err.flush();
        ProgressLines progress = new ProgressLines(err, "updates", 0, options.updates());
        described = described.listen(report -> progress.at(
                report.update(),
                String.format(
                        Locale.ROOT,
                        "cosine within groups %.2f, between %.2f",
                        report.sameCosine(),
                        report.otherCosine())));
        // Bad settings are refused here, before the folder is touched.
        try (InterpretableGan untouched = described.strategy(data).untouched(gan.gan());
                InterpretableGan trained =
                        (checkpoints ? described.checkpoints(output.scratch("checkpoints")) : described).train(data)) {
            err.println("measuring");
            err.flush();
            Evaluation measured = new Evaluator(masks, identity, evaluation).measure(untouched, trained, data);
            write(untouched, trained, measured, output);
            look.accept(trained, measured);
            Map<String, Object> metrics = new LinkedHashMap<>();
            metrics.put("layer", trained.layer());
            metrics.put("groups", trained.mixture().groups());
            metrics.putAll(measured.toJson());
            return metrics;
        }
    }

    private void write(InterpretableGan untouched, InterpretableGan trained, Evaluation measured, OutputFolder output) {
        Path groups = output.file(InterpretableGan.GROUPS_FILE);
        trained.save(groups.toAbsolutePath().getParent());
        output.file("generator");
        output.file("mixture.safetensors");
        output.file("energy.safetensors");
        long seed = evaluation.seed();
        PartitionPictures pictures = new PartitionPictures(trained, seed);
        Png.write(output.file("samples.png"), pictures.samples(trained.generator(), 48, 12));
        Png.write(output.file("map.png"), pictures.map(COLUMNS));
        Png.write(output.file("groups.png"), pictures.groups(COLUMNS));
        for (Concept concept : trained.concepts()) {
            Png.write(output.file("swap-" + concept.name() + ".png"), pictures.swaps(concept, COLUMNS));
        }
        new PartitionReport(untouched, trained, measured, seed).write(output.file("report.html"));
    }
}
