package io.interp.egan.report;

import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.core.train.GanLoss;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.GanTraining;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolutionTrainer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What a generation costs against a step of ordinary training of the same networks: one discriminator and one generator
 * update of the same batch size.
 *
 * @param plainMillis the time of an ordinary step, the median of some blocks
 * @param generationMillis the time of a generation, likewise
 * @param ratio the median of the blocks' ratios, which other work on the machine disturbs less
 * @param mutations the number of mutations
 */
public record StepCost(double plainMillis, double generationMillis, double ratio, int mutations) {

    private static final int BLOCKS = 5;
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Measures on copies: blocks of ordinary steps and of generations take turns.
     *
     * @param gan both networks, unchanged
     * @param data the real images
     * @param options the settings of the evolution; ordinary steps have its batch size, optimisers and penalty
     * @param steps the steps of a block, 1 or more; as many come before the first to warm up
     * @return the cost
     * @throws IllegalArgumentException if the GAN has no discriminator or there is no step
     */
    public static StepCost measure(Gan gan, ImageSource data, EvolutionOptions options, int steps) {
        return measure(gan, data, options, steps, System::nanoTime);
    }

    /**
     * Measures on copies, by a clock of the caller's: that of the processor's work, which other work on the machine does
     * not run, tells more where one device does all of it.
     *
     * @param gan both networks, unchanged
     * @param data the real images
     * @param options the settings of the evolution, as in {@link #measure(Gan, ImageSource, EvolutionOptions, int)}
     * @param steps the steps of a block, 1 or more; as many come before the first to warm up
     * @param clock nanoseconds since any moment
     * @return the cost
     * @throws IllegalArgumentException if the GAN has no discriminator or there is no step
     */
    public static StepCost measure(Gan gan, ImageSource data, EvolutionOptions options, int steps, LongSupplier clock) {
        if (steps < 1) {
            throw new IllegalArgumentException("a block needs at least 1 step, got " + steps);
        }
        Discriminator given = gan.discriminator()
                .orElseThrow(() -> new IllegalArgumentException("the cost of a step needs both networks"));
        GanTraining plain = GanTraining.fromScratch()
                .withLoss(GanLoss.NON_SATURATING)
                .withAdam(options.variation().adam(), options.critic().adam())
                .withBatchSize(options.batchSize())
                .withR1(options.critic().r1Gamma(), options.critic().r1Interval())
                .withEma(0);
        try (Generator generator = gan.generator().copy();
                Discriminator first = given.copy();
                Discriminator second = given.copy();
                GanTrainer trainer = new GanTrainer(generator, first, data, plain);
                EvolutionTrainer evolution = new EvolutionTrainer(gan.generator(), second, data, options)) {
            millis(clock, trainer::step, steps);
            millis(clock, evolution::step, steps);
            double[] plainTimes = new double[BLOCKS];
            double[] generationTimes = new double[BLOCKS];
            double[] ratios = new double[BLOCKS];
            for (int i = 0; i < BLOCKS; i++) {
                plainTimes[i] = millis(clock, trainer::step, steps);
                generationTimes[i] = millis(clock, evolution::step, steps);
                ratios[i] = generationTimes[i] / plainTimes[i];
            }
            return new StepCost(
                    median(plainTimes),
                    median(generationTimes),
                    median(ratios),
                    options.variation().mutations().size());
        }
    }

    private static double millis(LongSupplier clock, Runnable step, int steps) {
        long start = clock.getAsLong();
        for (int i = 0; i < steps; i++) {
            step.run();
        }
        return (clock.getAsLong() - start) / NANOS_PER_MILLI / steps;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** {@return one line with the numbers} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f ms a generation of %d mutations, %.2f ms an ordinary step: %.2f times as much, %.2f a mutation",
                generationMillis,
                mutations,
                plainMillis,
                ratio,
                ratio / mutations);
    }
}
