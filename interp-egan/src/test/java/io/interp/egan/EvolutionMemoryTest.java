package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThatCode;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.egan.fitness.PairwiseFitness;
import io.interp.testkit.contract.LeakAssertions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Hundreds of generations keep nothing but their reports. */
class EvolutionMemoryTest {

    private static final int WARM_UP = 40;
    private static final int GENERATIONS = 150;
    private static final double LIMIT_MIB = 4;

    private static void flat(EvolutionOptions options) {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = SmallEvolutions.TINY.generator(manager, 1);
                Discriminator discriminator = SmallEvolutions.TINY.discriminator(manager, 2);
                EvolutionTrainer trainer =
                        new EvolutionTrainer(generator, discriminator, SmallEvolutions.POINTS, options)) {
            assertThatCode(() -> LeakAssertions.flat(manager, trainer::step, WARM_UP, GENERATIONS, LIMIT_MIB))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void ofThePaperWithAPenalty() {
        flat(SmallEvolutions.options().withParents(2).withR1(0.5, 1));
    }

    @Test
    void ofTheSuccessorWithACrossover() {
        flat(SmallEvolutions.criticFirst()
                .withFitness(new PairwiseFitness(1))
                .withCrossover(Optional.of(Crossover.IE_GAN)));
    }
}
