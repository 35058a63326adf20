package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.PointMlp;
import io.interp.egan.point.PointSource;
import io.interp.egan.report.EvolutionEvaluator;
import io.interp.egan.report.EvolutionMetrics;
import org.junit.jupiter.api.Test;

/**
 * The published toy run, cut to what a build can wait for: on the ring of eight Gaussians all modes are reached and the
 * points are told from real ones by a kernel only just, and each mutation wins now and then. That evolution is better than
 * a single objective is not asked for: at this size it is not.
 */
class RingAcceptanceTest {

    private static final GaussianMixture RING = GaussianMixture.ring8();
    private static final int GENERATIONS = 700;

    @Test
    void evolutionReachesEveryMode() {
        PointSource data = RING.source(1, 50_000);
        EvolutionEvaluator evaluator = EvolutionEvaluator.ofPoints(RING, 9);
        try (NDManager manager = NDManager.newBaseManager();
                Generator ancestor = PointMlp.SMALL.generator(manager, 1)) {
            EvolutionMetrics before = evaluator.measure(ancestor, data);
            assertThat(before.coverage().orElseThrow().near()).isLessThan(8);
            assertThat(before.mmd()).isGreaterThan(0.1);
            try (EvolvedGan evolved = new EvolutionStrategy(EvolutionOptions.plane(), data, GENERATIONS)
                    .apply(Gan.of(ancestor, PointMlp.SMALL.discriminator(manager, 2)))) {
                EvolutionMetrics after = evaluator.measure(evolved.generator(), data);
                assertThat(after.coverage().orElseThrow().near())
                        .as("modes reached: %s", after)
                        .isEqualTo(8);
                assertThat(after.mmd()).isLessThan(0.01);
                assertThat(evolved.history().wins().values())
                        .as("shares of wins")
                        .hasSize(3)
                        .allSatisfy(share -> assertThat(share).isGreaterThan(0.05));
            }
        }
    }
}
