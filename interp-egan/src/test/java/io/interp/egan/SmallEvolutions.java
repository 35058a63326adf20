package io.interp.egan;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
import io.interp.core.train.Checkpoint;
import io.interp.core.train.GanLoss;
import io.interp.core.train.GanTraining;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.PointMlp;
import io.interp.egan.point.PointSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Networks of a few weights, on a few points, with batches of a few. */
final class SmallEvolutions {

    static final PointMlp TINY = new PointMlp(6, 2);
    static final PointSource POINTS = GaussianMixture.ring8().source(5, 23);

    private SmallEvolutions() {}

    static EvolutionOptions options() {
        return EvolutionOptions.plane().withBatchSize(4).withEvaluationSize(6).withSeed(3);
    }

    /** The paper's order: the discriminator first, on fresh points. */
    static EvolutionOptions criticFirst() {
        EvolutionOptions options = options();
        CriticOptions critic = options.critic();
        return options.withCritic(new CriticOptions(1, critic.adam(), CriticFakes.FRESH, true, 0.5, 2));
    }

    /** What the ordinary trainer needs to do the same with one mutation, twice the heuristic one. */
    static GanTraining ordinary(EvolutionOptions options) {
        return GanTraining.fromScratch()
                .withLoss(GanLoss.NON_SATURATING)
                .withAdam(options.variation().adam(), options.critic().adam())
                .withBatchSize(options.batchSize())
                .withR1(options.critic().r1Gamma(), options.critic().r1Interval())
                .withEma(0)
                .withSeed(options.seed());
    }

    /** Runs an evolution on fresh networks, shows it, and closes everything. */
    static void with(EvolutionOptions options, Consumer<EvolutionTrainer> use) {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2);
                EvolutionTrainer trainer = new EvolutionTrainer(generator, discriminator, POINTS, options)) {
            use.accept(trainer);
        }
    }

    static void steps(EvolutionTrainer trainer, int count) {
        for (int i = 0; i < count; i++) {
            trainer.step();
        }
    }

    /** All weights of all parents. */
    static Map<String, HostArray> weights(EvolutionTrainer trainer) {
        Map<String, HostArray> weights = new LinkedHashMap<>();
        for (int i = 0; i < trainer.parents().size(); i++) {
            String parent = i + ".";
            Checkpoint.copyOf(trainer.parents().get(i).state())
                    .forEach((name, array) -> weights.put(parent + name, array));
        }
        return weights;
    }
}
