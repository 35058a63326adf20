package io.interp.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import io.interp.core.io.Json;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.StepReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A trainer's steps up to a number, with checkpoints in the output folder, pictures of the average and progress lines.
 */
final class TrainingRun {

    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String SETTINGS = "checkpoint.json";
    private static final int SHOWN = 64;
    private static final double MEAN_DECAY = 0.99;

    private final GanTrainer trainer;
    private final OutputFolder output;
    private final PrintWriter err;
    private final long seed;
    private final int checkpointEvery;
    private final int samplesEvery;
    private final Map<String, Double> means = new LinkedHashMap<>();
    private double stepsPerSecond;

    TrainingRun(
            GanTrainer trainer,
            OutputFolder output,
            PrintWriter err,
            long seed,
            int checkpointEvery,
            int samplesEvery) {
        this.trainer = trainer;
        this.output = output;
        this.err = err;
        this.seed = seed;
        this.checkpointEvery = checkpointEvery;
        this.samplesEvery = samplesEvery;
    }

    /**
     * Takes up an earlier run's checkpoint, or makes sure that there is none to lose.
     *
     * @param settings what must be the same for the run to go on exactly
     * @throws IllegalArgumentException if there is a checkpoint and it may not or can't be taken up
     */
    void begin(boolean resume, Map<String, Object> settings) {
        Path checkpoint = output.folder().resolve(CHECKPOINT);
        Path stored = output.folder().resolve(SETTINGS);
        if (!Files.exists(checkpoint)) {
            if (resume) {
                err.println("no checkpoint in " + output.folder() + ": starting at step 0");
            }
            Json.write(output.file(SETTINGS), settings);
            return;
        }
        if (!resume) {
            throw new IllegalArgumentException(
                    checkpoint + " is there already: give --resume to go on from it, or" + " another --out");
        }
        requireSame(stored, settings);
        trainer.restore(checkpoint);
        output.file(SETTINGS);
        output.file(CHECKPOINT);
        err.println("going on from step " + trainer.steps());
    }

    private static void requireSame(Path stored, Map<String, Object> settings) {
        Object before = Json.plain(Json.read(stored));
        Object now = Json.plain(Json.tree(settings));
        if (!Objects.equals(before, now)) {
            throw new IllegalArgumentException(
                    "the checkpoint was made with other settings, so the run can't go on: " + before + ", now " + now);
        }
    }

    /**
     * Trains up to a number of steps.
     *
     * @return whether it got there; false if it was interrupted, after a checkpoint
     */
    boolean to(int steps) {
        long first = trainer.steps();
        ProgressLines progress = new ProgressLines(err, "steps", first, steps);
        try (Interruption interruption = new Interruption(err)) {
            while (trainer.steps() < steps) {
                StepReport report = trainer.step();
                long step = trainer.steps();
                watch(report);
                boolean stop = interruption.requested();
                if (step % checkpointEvery == 0 || step == steps || stop) {
                    trainer.save(output.file(CHECKPOINT));
                }
                if (stop) {
                    err.println("interrupted at step " + step + "; --resume goes on from there");
                    err.flush();
                    return false;
                }
                if (step % samplesEvery == 0 || step == steps) {
                    drawSamples(String.format(Locale.ROOT, "samples/step-%06d.png", step));
                }
                progress.at(
                        step,
                        String.format(
                                Locale.ROOT,
                                "loss D %.3f G %.3f",
                                means.get("discriminatorLoss"),
                                means.get("generatorLoss")));
            }
            stepsPerSecond = trainer.steps() > first ? progress.rate(trainer.steps()) : Double.NaN;
            return true;
        }
    }

    private void watch(StepReport report) {
        mean("discriminatorLoss", report.discriminatorLoss());
        mean("generatorLoss", report.generatorLoss());
        mean("realScore", report.realScore());
        mean("fakeScore", report.fakeScore());
        if (!Double.isNaN(report.r1())) {
            mean("r1", report.r1());
        }
    }

    private void mean(String name, double value) {
        means.merge(name, value, (old, now) -> MEAN_DECAY * old + (1 - MEAN_DECAY) * now);
    }

    private void drawSamples(String name) {
        Generator average = trainer.average();
        try (NDManager scope = average.manager().newSubManager()) {
            NDArray z = average.latents().sample(scope, seed, SHOWN);
            Png.write(
                    output.file(name),
                    ImageGrid.of(Pictures.of(average.generate(z))).draw());
        }
    }

    /** {@return steps, speed and the running means of what the steps of this run measured} */
    Map<String, Object> metrics() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("steps", trainer.steps());
        metrics.put("stepsPerSecond", stepsPerSecond);
        metrics.putAll(means);
        return metrics;
    }
}
