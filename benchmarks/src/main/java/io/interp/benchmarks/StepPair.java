package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.core.train.GanTraining;
import io.interp.core.train.StepReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The same networks twice: one pair is trained by a trainer, the other by the method. Owns both. */
final class StepPair implements AutoCloseable {

    private static final int CHECKED = 6;

    private final NDManager manager;
    private final Generator generator;
    private final Discriminator discriminator;
    private final Generator otherGenerator;
    private final Discriminator otherDiscriminator;
    private final Trainer trainer;
    private final ScriptedStep script;

    /** One step of a trainer. */
    @FunctionalInterface
    interface Step {
        StepReport take();
    }

    /** A trainer of this library: its step, its moving average, and what frees it. */
    record Trainer(Step step, Supplier<Generator> average, Runnable free) {}

    /** What is given to both sides: the methods of the module, the images in the order both draw them, the settings. */
    record Work(String script, ImageSource data, GanTraining options) {}

    /**
     * Prepares both sides.
     *
     * @param gan the networks, taken over
     * @param trainers makes the trainer of the networks it is given
     * @param work what both do
     */
    StepPair(Gan gan, Function<Gan, Trainer> trainers, Work work) {
        generator = gan.generator();
        discriminator = gan.discriminator().orElseThrow();
        manager = generator.manager();
        otherGenerator = generator.copy();
        otherDiscriminator = discriminator.copy();
        trainer = trainers.apply(gan);
        script = new ScriptedStep(work.script(), otherGenerator, otherDiscriminator, work.data(), work.options());
    }

    /**
     * Reads how much is timed.
     *
     * @param args {@code [--pairs N] [--steps N] [--warm-up N]}: pairs of blocks, steps in a block, and steps before
     * @param steps the steps of a block where nothing is said
     * @param warmUp the steps before where nothing is said
     */
    static CommandOptions options(String[] args, int steps, int warmUp) {
        return CommandOptions.of(
                args, Map.of("pairs", "24", "steps", Integer.toString(steps), "warm-up", Integer.toString(warmUp)));
    }

    /** Prints what is timed, and the head of the table. */
    static void head(String what, String networks, CommandOptions options) {
        System.out.printf(
                Locale.ROOT,
                "%s; %d pairs of blocks of %d steps after %d of warm-up; OMP_NUM_THREADS=%s%n%n%s%n",
                what,
                options.count("pairs"),
                options.count("steps"),
                options.count("warm-up"),
                System.getenv().getOrDefault("OMP_NUM_THREADS", "unset"),
                BlockTimes.head(networks));
    }

    /**
     * Takes the first steps on both sides and compares them, then times the sides in turns and prints a row.
     *
     * @param name the name of the row
     * @param options how much is timed
     */
    void race(String name, CommandOptions options) {
        check();
        ours(options.count("warm-up"));
        theirs(options.count("warm-up"));
        int steps = options.count("steps");
        BlockTimes times = BlockTimes.ofTurns(options.count("pairs"), () -> ours(steps), () -> theirs(steps));
        System.out.println(times.row(name, steps));
    }

    private void check() {
        try (NDManager scope = manager.newSubManager()) {
            for (ScriptedStep.Inputs inputs : script.draw(scope, CHECKED)) {
                StepReport report = trainer.step().take();
                script.step(inputs).check(report);
            }
        }
        Agreement.close("the generator", generator, otherGenerator);
        Agreement.close("the discriminator", discriminator, otherDiscriminator);
        Agreement.close("the moving average", trainer.average().get(), script.average());
    }

    private BlockTimes.Time ours(int steps) {
        return BlockTimes.Time.of(() -> {
            for (int i = 0; i < steps; i++) {
                trainer.step().take();
            }
        });
    }

    private BlockTimes.Time theirs(int steps) {
        try (NDManager scope = manager.newSubManager()) {
            List<ScriptedStep.Inputs> inputs = script.draw(scope, steps);
            return BlockTimes.Time.of(() -> inputs.forEach(script::step));
        }
    }

    @Override
    public void close() {
        trainer.free().run();
        script.close();
        generator.close();
        discriminator.close();
        otherGenerator.close();
        otherDiscriminator.close();
    }
}
