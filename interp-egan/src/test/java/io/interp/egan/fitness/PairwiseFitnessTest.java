package io.interp.egan.fitness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Discriminator;
import io.interp.egan.point.PointMlp;
import org.junit.jupiter.api.Test;

class PairwiseFitnessTest {

    /** On a line of N points at 0, 1, ... the mean difference of random pairs, oneself included, is (N^2 - 1) / 3N. */
    @Test
    void differencesOfEvenlySpacedPointsAreWhatRandomPairsGive() {
        int count = 500;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray line = manager.arange(count).toType(DataType.FLOAT32, false);
            NDArray images = line.reshape(count, 1, 1, 1).broadcast(count, 1, 1, 2);
            double expected = ((double) count * count - 1) / (3.0 * count);
            double sum = 0;
            for (long seed = 0; seed < 10; seed++) {
                sum += PairwiseFitness.differences(images, seed).mean().getFloat() / 10;
            }
            assertThat(sum).isCloseTo(expected, within(0.02 * expected));
        }
    }

    @Test
    void qualityIsTheMeanLogitAndCopiesHaveNoDiversity() {
        try (NDManager manager = NDManager.newBaseManager();
                Discriminator critic = new PointMlp(6, 2).discriminator(manager, 4)) {
            DoubleCritic exact = new DoubleCritic(critic.parameters());
            float[] fake = {0.3f, -0.2f, 0.3f, -0.2f, 0.3f, -0.2f};
            NDArray images = manager.create(fake, new Shape(3, 1, 1, 2));
            FitnessScore score = new PairwiseFitness(1)
                    .judge(new Arena(critic, images, false, 0))
                    .score(images);
            assertThat(score.diversity()).isZero();
            assertThat(score.quality()).isCloseTo(exact.score(0.3f, -0.2f), within(1e-6));
            assertThat(score.fitness()).isEqualTo(score.quality());
            NDArray two = manager.create(new float[] {0, 0, 1, 0.5f}, new Shape(2, 1, 1, 2));
            FitnessScore apart = new PairwiseFitness(0.5)
                    .judge(new Arena(critic, two, false, 0))
                    .score(two);
            // A pairing of two either swaps them, 0.75 apart in the mean, or does nothing.
            double swaps = apart.diversity() / 0.75 * 5;
            assertThat(swaps).isCloseTo(Math.rint(swaps), within(1e-6)).isBetween(0.0, 5.0);
            assertThat(apart.fitness()).isCloseTo(apart.quality() + 0.5 * apart.diversity(), within(1e-12));
        }
    }

    @Test
    void refusesAWeightThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PairwiseFitness(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PairwiseFitness(Double.POSITIVE_INFINITY));
    }
}
