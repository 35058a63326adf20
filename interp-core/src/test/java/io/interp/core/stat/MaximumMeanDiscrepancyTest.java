package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.tensor.Draws;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MaximumMeanDiscrepancyTest {

    private static float[] normal(long seed, int rows, int dimension, double mean) {
        RandomGenerator random = Draws.stream(seed);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + random.nextGaussian());
        }
        return values;
    }

    @Test
    void twoPointsEachGiveTheSumDoneByHand() {
        float[] first = {0, 1};
        float[] second = {2, 4};
        // |0-1| = 1, |2-4| = 2; across 2, 4, 1, 3: squares 1, 4, 9, 16, median 6.5
        double expected = Math.exp(-1 / 6.5)
                + Math.exp(-4 / 6.5)
                - 2 * (Math.exp(-1 / 6.5) + Math.exp(-4 / 6.5) + Math.exp(-9 / 6.5) + Math.exp(-16 / 6.5)) / 4;
        assertThat(new MaximumMeanDiscrepancy().between(first, second, 1)).isCloseTo(expected, within(1e-12));
        double given = Math.exp(-0.25)
                + Math.exp(-1)
                - 2 * (Math.exp(-0.25) + Math.exp(-1) + Math.exp(-9 / 4.0) + Math.exp(-4)) / 4;
        assertThat(new MaximumMeanDiscrepancy(2).between(first, second, 1)).isCloseTo(given, within(1e-12));
    }

    /** For N(0, 1) and N(m, 1) in d dimensions the population value is known in closed form. */
    @Test
    void agreesWithTheClosedFormOfGaussians() {
        double width = 1.5;
        double square = width * width;
        int dimension = 2;
        double shift = 0.8;
        // E exp(-|x-y|^2/s^2) for a difference N(m, 2) per coordinate
        double scale = Math.pow(square / (square + 4), dimension / 2.0);
        double population = 2 * scale * (1 - Math.exp(-dimension * shift * shift / (square + 4)));
        double measured = new MaximumMeanDiscrepancy(width)
                .between(normal(1, 2000, dimension, 0), normal(2, 2000, dimension, shift), dimension);
        assertThat(measured).isCloseTo(population, within(0.02));
        assertThat(population).isGreaterThan(0.1);
    }

    @Test
    void isUnbiasedAroundZeroForEqualDistributions() {
        double sum = 0;
        int negative = 0;
        for (int seed = 0; seed < 20; seed++) {
            double value = new MaximumMeanDiscrepancy(1)
                    .between(normal(100 + seed, 200, 2, 0), normal(200 + seed, 200, 2, 0), 2);
            assertThat(Math.abs(value)).isLessThan(0.02);
            sum += value;
            negative += value < 0 ? 1 : 0;
        }
        assertThat(sum / 20).isCloseTo(0, within(0.003));
        assertThat(negative).isBetween(3, 17);
    }

    @Test
    void isSymmetricAndTellsPointMassesApart() {
        float[] first = normal(3, 30, 3, 0);
        float[] second = normal(4, 40, 3, 1);
        MaximumMeanDiscrepancy measure = new MaximumMeanDiscrepancy();
        assertThat(measure.between(first, second, 3)).isCloseTo(measure.between(second, first, 3), within(1e-12));
        assertThat(measure.between(new float[] {1, 1, 1}, new float[] {1, 1}, 1))
                .isZero();
        assertThat(measure.between(new float[] {0, 0}, new float[] {1, 1}, 1)).isCloseTo(2 - 2 / Math.E, within(1e-12));
        assertThat(measure.between(new float[] {0, 0, 0, 5}, new float[] {0, 0, 0, 0}, 1))
                .as("a median of 0 falls back to the largest distance")
                .isBetween(-1.0, 1.0);
    }

    @Test
    void refusesWhatCanNotBeCompared() {
        MaximumMeanDiscrepancy measure = new MaximumMeanDiscrepancy();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measure.between(new float[] {1, 2, 3}, new float[] {1, 2, 3, 4}, 2))
                .withMessageContaining("first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measure.between(new float[] {1, 2, 3, 4}, new float[] {1, 2}, 2))
                .withMessageContaining("second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> measure.between(new float[] {1, Float.NaN}, new float[] {1, 2}, 1))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> new MaximumMeanDiscrepancy(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MaximumMeanDiscrepancy(Double.NaN));
    }
}
