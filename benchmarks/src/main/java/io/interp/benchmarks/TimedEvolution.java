package io.interp.benchmarks;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.data.ImageSource;
import io.interp.core.tensor.Draws;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolutionTrainer;

/** An evolution that counts the processor time of its generations, and of nothing else. Owns networks and trainer. */
final class TimedEvolution implements AutoCloseable {

    private static final long GENERATOR = 3;
    private static final long DISCRIMINATOR = 4;

    private final NDManager manager;
    private final EvolutionTrainer trainer;
    private double seconds;

    /** Makes networks, fresh ones and the same for one seed. */
    interface Networks {

        Generator generator(NDManager manager, long seed);

        Discriminator discriminator(NDManager manager, long seed);
    }

    /** Starts from the networks of the options' seed, so that all methods of a seed start alike. */
    TimedEvolution(Networks networks, ImageSource data, EvolutionOptions options) {
        manager = NDManager.newBaseManager();
        Generator ancestor = networks.generator(manager, Draws.derive(options.seed(), GENERATOR));
        Discriminator critic = networks.discriminator(manager, Draws.derive(options.seed(), DISCRIMINATOR));
        trainer = new EvolutionTrainer(ancestor, critic, data, options);
    }

    /** Goes on until so many generations are done in all. */
    void toGeneration(long generations) {
        double start = ProcessorTime.seconds();
        while (trainer.steps() < generations) {
            trainer.step();
        }
        seconds += ProcessorTime.seconds() - start;
    }

    /**
     * Goes on until so much processor time is used in all.
     *
     * @param budget seconds
     * @param interval generations between looks at the clock
     */
    void toTime(double budget, int interval) {
        double start = ProcessorTime.seconds() - seconds;
        while (ProcessorTime.seconds() - start < budget) {
            for (int i = 0; i < interval; i++) {
                trainer.step();
            }
        }
        seconds = ProcessorTime.seconds() - start;
    }

    /** {@return the processor time of all generations so far} */
    double seconds() {
        return seconds;
    }

    EvolutionTrainer trainer() {
        return trainer;
    }

    @Override
    public void close() {
        trainer.close();
        manager.close();
    }
}
