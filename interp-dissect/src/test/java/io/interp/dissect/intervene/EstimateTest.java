package io.interp.dissect.intervene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void meanAgreesWithCommonsMath() {
        double[] values = Draws.stream(1, 2).doubles(57, -3, 9).toArray();
        DescriptiveStatistics expected = new DescriptiveStatistics(values);
        Estimate estimate = Estimate.mean(values, 0.99);
        double reach = 2.5758293035489004 * expected.getStandardDeviation() / Math.sqrt(57);
        assertThat(estimate.value()).isCloseTo(expected.getMean(), within(1e-12));
        assertThat(estimate.low()).isCloseTo(expected.getMean() - reach, within(1e-9));
        assertThat(estimate.high()).isCloseTo(expected.getMean() + reach, within(1e-9));
    }

    @Test
    void oneImageSaysNothingAboutSpread() {
        Estimate one = Estimate.mean(new double[] {0.3}, 0.95);
        assertThat(one.value()).isEqualTo(0.3);
        assertThat(one.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(one.high()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Estimate.mean(new double[0], 0.95).value()).isNaN();
    }

    @Test
    void removedShareHasTheWidthOfTheDeltaMethod() {
        int n = 400;
        double[] before = new double[n];
        double[] after = new double[n];
        RandomGenerator random = Draws.stream(7);
        for (int i = 0; i < n; i++) {
            before[i] = random.nextDouble(0.1, 0.9);
            after[i] = before[i] * random.nextDouble(0, 0.8);
        }
        Estimate estimate = Estimate.removed(before, after, 0.95, 4000, 3);
        double mean = Arrays.stream(before).average().orElseThrow();
        double ratio = Arrays.stream(after).sum() / Arrays.stream(before).sum();
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares += Math.pow(after[i] - ratio * before[i], 2);
        }
        double reach = 1.959963984540054 * Math.sqrt(squares / (n - 1) / n) / mean;
        assertThat(estimate.value()).isCloseTo(1 - ratio, within(1e-12));
        // The ends of 4000 resamples have a standard error of about 4 % of the reach.
        assertThat(estimate.low()).isCloseTo(1 - ratio - reach, within(0.15 * reach));
        assertThat(estimate.high()).isCloseTo(1 - ratio + reach, within(0.15 * reach));
    }

    @Test
    void intervalsHoldTheTruthAsOftenAsTheySay() {
        int hits = 0;
        int trials = 600;
        for (int trial = 0; trial < trials; trial++) {
            RandomGenerator random = Draws.stream(11, trial);
            double[] before = new double[80];
            double[] after = new double[80];
            for (int i = 0; i < before.length; i++) {
                before[i] = random.nextDouble();
                after[i] = before[i] * (random.nextBoolean() ? 0.2 : 0.6);
            }
            Estimate estimate = Estimate.removed(before, after, 0.9, 200, trial);
            hits += estimate.low() <= 0.6 && 0.6 <= estimate.high() ? 1 : 0;
        }
        // 90 % of 600 with a standard deviation of 1.2 %; the percentile bootstrap of 80 images is a little narrow.
        assertThat(hits / (double) trials).isBetween(0.85, 0.95);
    }

    @Test
    void nothingBeforeIsUndefined() {
        assertThat(Estimate.removed(new double[3], new double[3], 0.95, 10, 0).value())
                .isNaN();
    }

    @Test
    void badInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.mean(new double[2], 1))
                .withMessageContaining("between 0 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.removed(new double[2], new double[3], 0.9, 10, 0))
                .withMessageContaining("2, 3 and 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.percentiles(0, new double[0], 0.9))
                .withMessageContaining("got none");
    }
}
