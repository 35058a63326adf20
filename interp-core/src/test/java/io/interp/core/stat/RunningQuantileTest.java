package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RunningQuantileTest extends RunningStatContract<RunningQuantile> {

    private static final double[] FRACTIONS = {0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1};

    @Override
    RunningQuantile fresh(long first) {
        return new RunningQuantile(UNITS, 512, 0);
    }

    @Override
    RunningQuantile different() {
        return new RunningQuantile(UNITS, 256, 0);
    }

    @Override
    void assertSame(RunningQuantile actual, RunningQuantile expected) {
        assertThat(actual.isExact()).isTrue();
        assertThat(actual.quantiles(FRACTIONS)).isDeepEqualTo(expected.quantiles(FRACTIONS));
        for (int u = 0; u < UNITS; u++) {
            assertThat(actual.cdf(u, -3, 0, 0.03, 4)).isEqualTo(expected.cdf(u, -3, 0, 0.03, 4));
        }
    }

    private static float[] normal(RandomGenerator random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private void addAll(RunningQuantile quantile, float[] stream, int batch) {
        for (int from = 0; from < stream.length; from += batch) {
            float[] part = Arrays.copyOfRange(stream, from, Math.min(stream.length, from + batch));
            quantile.add(manager.create(part, new Shape(part.length, 1)));
        }
    }

    /** The largest error of cdf over a grid of the sorted stream's own values. */
    private static double worstRankError(RunningQuantile quantile, float[] stream) {
        float[] sorted = stream.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double worst = 0;
        int[] ranks =
                IntStream.range(1, 200).map(i -> (int) ((long) n * i / 200)).toArray();
        double[] values = Arrays.stream(ranks).mapToDouble(r -> sorted[r - 1]).toArray();
        double[] cdf = quantile.cdf(0, values);
        for (int i = 0; i < ranks.length; i++) {
            worst = Math.max(worst, Math.abs(cdf[i] - (double) ranks[i] / n));
        }
        return worst;
    }

    @Test
    void agreesWithCommonsMathBelowItsResolution() {
        float[] values = normal(random(1), 512);
        RunningQuantile quantile = new RunningQuantile(1, 512, 0);
        addAll(quantile, values, 100);
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        percentile.setData(IntStream.range(0, 512).mapToDouble(i -> values[i]).toArray());
        double[] sketch = quantile.quantiles(FRACTIONS)[0];
        assertThat(quantile.isExact()).isTrue();
        assertThat(quantile.rankError(0.99)).isZero();
        for (int i = 1; i < FRACTIONS.length; i++) {
            assertClose(new double[] {sketch[i]}, new double[] {percentile.evaluate(100 * FRACTIONS[i])}, 1);
        }
        quantile.add(manager.ones(new Shape(1, 1)));
        assertThat(quantile.isExact()).isFalse();
    }

    @Test
    void rankErrorStaysInItsBound() {
        int n = 200_000;
        int misses = 0;
        double bound = 0;
        for (int seed = 0; seed < 20; seed++) {
            float[] stream = normal(random(100 + seed), n);
            if (seed % 4 == 1) {
                Arrays.sort(stream);
            }
            RunningQuantile quantile = new RunningQuantile(1, 256, seed);
            addAll(quantile, stream, 5000);
            bound = quantile.rankError(0.9999);
            misses += worstRankError(quantile, stream) > bound ? 1 : 0;
        }
        assertThat(bound).isBetween(0.001, 0.05);
        // 199 queries each at a confidence of 0.9999: 0.4 misses are expected at most.
        assertThat(misses).isLessThanOrEqualTo(2);
    }

    @Test
    void coinsAreFair() {
        // The signed error at the median, averaged over seeds, must vanish within four standard errors.
        int n = 20_000;
        float[] stream = normal(random(7), n);
        float[] sorted = stream.clone();
        Arrays.sort(sorted);
        double[] errors = new double[200];
        for (int seed = 0; seed < errors.length; seed++) {
            RunningQuantile quantile = new RunningQuantile(1, 64, seed);
            addAll(quantile, stream, 20_000);
            errors[seed] = quantile.cdf(0, sorted[n / 2 - 1])[0] - 0.5;
        }
        double mean = Arrays.stream(errors).average().orElseThrow();
        double variance =
                Arrays.stream(errors).map(e -> (e - mean) * (e - mean)).sum() / 199;
        assertThat(variance).isPositive();
        assertThat(Math.abs(mean)).isLessThan(4 * Math.sqrt(variance / 200));
        // The bound assumes every step moves the rank; on average half of them do.
        RunningQuantile quantile = new RunningQuantile(1, 64, 0);
        addAll(quantile, stream, 20_000);
        double assumed = quantile.rankError(0.5) / Math.sqrt(2 * Math.log(4));
        assertThat(Math.sqrt(variance)).isBetween(0.3 * assumed, assumed);
    }

    @Test
    void defaultResolutionKeepsItsPromise() {
        int n = 2_000_000;
        RunningQuantile quantile = new RunningQuantile(1);
        float[] stream = normal(random(8), n);
        addAll(quantile, stream, 100_000);
        assertThat(quantile.rankError(0.99)).isLessThan(2.8 / 4096);
        assertThat(worstRankError(quantile, stream)).isLessThan(quantile.rankError(0.99));
        assertThat(quantile.state().get("items").size()).isLessThan(3 * 4096 + 200);
    }

    @Test
    void mergedPartsKeepTheBound() {
        int parts = 16;
        float[] stream = normal(random(9), parts * 20_000);
        RunningQuantile merged = new RunningQuantile(1, 512, 0);
        double squares = 0;
        for (int i = 0; i < parts; i++) {
            RunningQuantile part = new RunningQuantile(1, 512, 0);
            addAll(part, Arrays.copyOfRange(stream, i * 20_000, (i + 1) * 20_000), 20_000);
            merged.merge(part);
            squares += Math.pow(part.rankError(0.9999) * part.count(), 2);
        }
        assertThat(merged.count()).isEqualTo(stream.length);
        // What the parts were unsure of stays in the bound of the whole.
        assertThat(merged.rankError(0.9999)).isBetween(Math.sqrt(squares) / stream.length, 0.025);
        assertThat(worstRankError(merged, stream)).isLessThan(merged.rankError(0.9999));
        float[] sorted = stream.clone();
        Arrays.sort(sorted);
        assertThat(merged.quantiles(0, 1)[0]).containsExactly(sorted[0], sorted[sorted.length - 1]);
        assertThat(merged.state().get("items").size()).isLessThan(3 * 512 + 200);
    }

    @Test
    void sameStreamGivesSameStateWhateverTheBatches() {
        RunningQuantile first = new RunningQuantile(2, 64, 5);
        RunningQuantile second = new RunningQuantile(2, 64, 5);
        float[] values = normal(random(10), 2 * 4000);
        for (int from = 0; from < 4000; from += 1000) {
            float[] part = Arrays.copyOfRange(values, 2 * from, 2 * (from + 1000));
            first.add(manager.create(part, new Shape(1000, 2)));
        }
        second.add(manager.create(values, new Shape(4000, 2)));
        assertEqualState(first, second);
        RunningQuantile restored = new RunningQuantile(2, 64, 5);
        restored.restore(first.state());
        first.add(manager.create(values, new Shape(4000, 2)));
        restored.add(manager.create(values, new Shape(4000, 2)));
        assertEqualState(restored, first);
        RunningQuantile otherSeed = new RunningQuantile(2, 64, 6);
        otherSeed.add(manager.create(values, new Shape(4000, 2)));
        assertThat(otherSeed.state().get("items").bytes())
                .isNotEqualTo(second.state().get("items").bytes());
    }

    @Test
    void unitsAreIndependent() {
        int n = 3000;
        float[] both = normal(random(11), 2 * n);
        RunningQuantile joint = new RunningQuantile(2, 64, 0);
        joint.add(manager.create(both, new Shape(n, 2)));
        for (int u = 0; u < 2; u++) {
            int unit = u;
            float[] own = new float[n];
            IntStream.range(0, n).forEach(i -> own[i] = both[2 * i + unit]);
            RunningQuantile single = new RunningQuantile(1, 64, 0);
            addAll(single, own, n);
            assertThat(joint.quantiles(FRACTIONS)[u]).isEqualTo(single.quantiles(FRACTIONS)[0]);
        }
    }

    @Test
    void plateausAreCountedWhole() {
        // 70 % exact zeros, as after a ReLU.
        int n = 50_000;
        float[] stream = normal(random(12), n);
        for (int i = 0; i < n; i++) {
            stream[i] = i % 10 < 7 ? 0 : Math.abs(stream[i]) + 0.1f;
        }
        RunningQuantile quantile = new RunningQuantile(1, 512, 0);
        addAll(quantile, stream, n);
        assertThat(quantile.cdf(0, 0)[0]).isCloseTo(0.7, Offset.offset(quantile.rankError(0.9999)));
        assertThat(quantile.cdf(0, -1e-6)[0]).isZero();
        assertThat(quantile.quantiles(0.3, 0.6)[0]).containsExactly(0, 0);
    }

    @Test
    void badQueriesAreRefused() {
        RunningQuantile quantile = fresh(0);
        assertThatThrownBy(() -> quantile.quantiles(0.5)).isInstanceOf(IllegalStateException.class);
        quantile.add(manager.ones(new Shape(1, UNITS)));
        assertThat(quantile.quantiles(0, 0.5, 1)[4]).containsExactly(1, 1, 1);
        assertThatThrownBy(() -> quantile.quantiles(1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quantile.quantiles(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quantile.cdf(UNITS, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> quantile.rankError(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningQuantile(1, 7, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningQuantile(UNITS, 512, 1).restore(quantile.state()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seed");
    }
}
