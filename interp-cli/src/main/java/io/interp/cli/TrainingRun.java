package io.interp.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.interp.core.Generator;
import io.interp.core.image.ImageGrid;
import io.interp.core.image.Pictures;
import io.interp.core.image.Png;
import io.interp.core.io.Json;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.StepReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A trainer's steps up to a number, with checkpoints in the output folder, pictures of the average and progress lines.
 */
final class TrainingRun {

    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String SETTINGS = "checkpoint.json";
    private static final String SAMPLES = "samples";
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
        listSamples();
        err.println("going on from step " + trainer.steps());
    }

    private static void requireSame(Path stored, Map<String, Object> settings) {
        JsonObject before = Json.read(stored);
        JsonObject now = Json.tree(settings).getAsJsonObject();
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        String changed = names.stream()
                .filter(name -> !Objects.equals(text(before, name), text(now, name)))
                .map(name -> name + " " + text(before, name) + ", now " + text(now, name))
                .collect(Collectors.joining("; "));
        if (!changed.isEmpty()) {
            throw new IllegalArgumentException(
                    "the checkpoint was made with other settings, so training can't go on from it: " + changed);
        }
    }

    private static String text(JsonObject settings, String name) {
        return settings.has(name) ? settings.get(name).getAsString() : "none";
    }

    private void listSamples() {
        Path samples = output.folder().resolve(SAMPLES);
        if (!Files.isDirectory(samples)) {
            return;
        }
        try (Stream<Path> pictures = Files.list(samples)) {
            pictures.map(picture -> picture.getFileName().toString())
                    .filter(name -> name.endsWith(".png") && !name.startsWith("."))
                    .sorted()
                    .forEach(name -> output.file(SAMPLES + "/" + name));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + samples + ": " + e, e);
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
                    drawSamples(String.format(Locale.ROOT, SAMPLES + "/step-%06d.png", step));
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
