package io.interp.partition.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterStatisticsTest {

    private static final int FILTERS = 5;
    private static final int POSITIONS = 6;

    /** Values are multiples of 1/64, so that sums in float32 are exact. */
    private final double[][][] maps = dyadicMaps(FILTERS, 20, POSITIONS);

    @Test
    void batchesAddUpToTheMeansOverAllImages() {
        FilterStatistics.Accumulator sums = FilterStatistics.accumulator(FILTERS, POSITIONS);
        add(sums, 0, 7);
        add(sums, 7, 8);
        add(sums, 8, 20);
        FilterStatistics statistics = sums.statistics();
        double[] mean = statistics.mean();
        for (int j = 0; j < FILTERS; j++) {
            for (int k = 0; k < POSITIONS; k++) {
                int position = k;
                double[] values =
                        Arrays.stream(maps[j]).mapToDouble(map -> map[position]).toArray();
                assertThat(mean[j * POSITIONS + k]).isCloseTo(StatUtils.mean(values), within(1e-15));
            }
            double[] all =
                    Arrays.stream(maps[j]).flatMapToDouble(Arrays::stream).toArray();
            assertThat(statistics.square()[j]).isCloseTo(StatUtils.sumSq(all) / 20, within(1e-14));
            assertThat(statistics.rms()[j]).isCloseTo(Math.sqrt(StatUtils.sumSq(all) / all.length), within(1e-14));
        }
        assertThat(statistics.images()).isEqualTo(20);
    }

    @Test
    void partsMergeToTheWhole() {
        FilterStatistics.Accumulator whole = FilterStatistics.accumulator(FILTERS, POSITIONS);
        add(whole, 0, 20);
        FilterStatistics.Accumulator first = FilterStatistics.accumulator(FILTERS, POSITIONS);
        add(first, 0, 9);
        FilterStatistics.Accumulator second = FilterStatistics.accumulator(FILTERS, POSITIONS);
        add(second, 9, 20);
        first.merge(second);
        assertThat(first.statistics().mean()).isEqualTo(whole.statistics().mean());
        assertThat(first.statistics().square()).isEqualTo(whole.statistics().square());
        assertThat(first.images()).isEqualTo(20);
        assertThat(second.images()).isEqualTo(11);
        first.merge(FilterStatistics.accumulator(FILTERS, POSITIONS));
        assertThat(first.images()).isEqualTo(20);
    }

    @Test
    void aSavedSumGoesOnExactly() {
        FilterStatistics.Accumulator sums = FilterStatistics.accumulator(FILTERS, POSITIONS);
        add(sums, 0, 9);
        FilterStatistics.Accumulator loaded = FilterStatistics.Accumulator.fromState(sums.state());
        add(sums, 9, 20);
        add(loaded, 9, 20);
        assertThat(loaded.statistics().mean()).isEqualTo(sums.statistics().mean());
        assertThat(loaded.statistics().square()).isEqualTo(sums.statistics().square());
        assertThat(loaded.images()).isEqualTo(20);
        FilterStatistics.Accumulator empty = FilterStatistics.Accumulator.fromState(
                FilterStatistics.accumulator(FILTERS, POSITIONS).state());
        assertThat(empty.images()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mapSum", "squareSum", "images"})
    void aDamagedStateIsRefused(String name) {
        FilterStatistics.Accumulator sums = FilterStatistics.accumulator(FILTERS, POSITIONS);
        add(sums, 0, 9);
        Map<String, HostArray> state = new HashMap<>(sums.state());
        state.put(name, HostArray.of(new double[3], 3, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterStatistics.Accumulator.fromState(state))
                .withMessageContaining(name);
        state.remove(name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterStatistics.Accumulator.fromState(state))
                .withMessageContaining(name);
    }

    @Test
    void statisticsDoNotChangeLater() {
        FilterStatistics.Accumulator sums = FilterStatistics.accumulator(FILTERS, POSITIONS);
        add(sums, 0, 9);
        FilterStatistics statistics = sums.statistics();
        double[] before = statistics.mean();
        add(sums, 9, 20);
        statistics.mean()[0] = 77;
        assertThat(statistics.mean()).isEqualTo(before);
        assertThat(statistics.images()).isEqualTo(9);
    }

    @Test
    void normalisedFiltersHaveUnitRootMeanSquare() {
        for (double[] map : maps[3]) {
            Arrays.setAll(map, k -> map[k] * 1024);
        }
        FilterStatistics.Accumulator sums = FilterStatistics.accumulator(FILTERS, POSITIONS);
        add(sums, 0, 20);
        FilterStatistics raw = sums.statistics();
        FilterStatistics scaled = raw.normalised();
        assertThat(scaled.square()).containsOnly(POSITIONS);
        for (int i = 0; i < FILTERS * POSITIONS; i++) {
            assertThat(scaled.mean()[i] * raw.rms()[i / POSITIONS]).isCloseTo(raw.mean()[i], within(1e-12));
        }
        assertThat(scaled.normalised().mean()).isEqualTo(scaled.mean());
        assertThat(scaled.images()).isEqualTo(20);
    }

    @Test
    void aFilterIsInactiveBelowAThousandthOfTheMedian() {
        // The median of those that are not all zero is 1.5, then 2.
        FilterStatistics lower = ofRms(1, 2, 4, 0.00199, 0, 3, 0.00201);
        assertThat(lower.activeFilters()).isEqualTo(6);
        assertThat(lower.isActive(4)).isFalse();
        FilterStatistics higher = ofRms(2, 2, 4, 0.00199, 0, 3, 2);
        assertThat(higher.isActive(3)).isFalse();
        assertThat(higher.isActive(4)).isFalse();
        assertThat(higher.activeFilters()).isEqualTo(5);
        assertThat(higher.normalised().square()).containsExactly(3, 3, 3, 0, 0, 3, 3);
        assertThat(higher.normalised().isActive(3)).isFalse();
    }

    @Test
    void mostFiltersMayBeDead() {
        double[] square = new double[10];
        square[2] = 5;
        square[7] = 8;
        FilterStatistics statistics = FilterStatistics.of(10, 2, new double[20], square, 4);
        assertThat(statistics.activeFilters()).isEqualTo(2);
        assertThat(statistics).hasToString("10 filters (8 inactive), 2 positions, 4 images");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void valuesThatAreNotFiniteAreRefused(float bad) {
        FilterStatistics.Accumulator sums = FilterStatistics.accumulator(2, 3);
        float[] maps = {1, 1, 1, 1, bad, 1};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sums.add(maps, new double[] {9, 9}, 2))
                .withMessageContaining("filter 1")
                .withMessageContaining("not finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sums.add(new float[6], new double[] {bad, 1}, 2))
                .withMessageContaining("filter 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterStatistics.of(1, 2, new double[] {1, bad}, new double[] {9}, 2));
        assertThat(sums.images()).isZero();
        assertThatIllegalStateException().isThrownBy(sums::statistics).withMessageContaining("no images");
        assertThat(sums.state().get("mapSum").toDoubles()).containsOnly(0);
    }

    @Test
    void sumsThatContradictEachOtherAreRefused() {
        FilterStatistics.Accumulator sums = FilterStatistics.accumulator(1, 2);
        sums.add(new float[] {8, 8}, new double[] {32}, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sums.add(new float[] {8, 8}, new double[] {8}, 4))
                .withMessageContaining("not means");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterStatistics.of(1, 2, new double[] {2, 2}, new double[] {7}, 4));
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        FilterStatistics.Accumulator sums = FilterStatistics.accumulator(2, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> sums.add(new float[5], new double[2], 1));
        assertThatIllegalArgumentException().isThrownBy(() -> sums.add(new float[6], new double[3], 1));
        assertThatIllegalArgumentException().isThrownBy(() -> sums.add(new float[6], new double[2], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> sums.merge(FilterStatistics.accumulator(2, 4)));
        assertThatIllegalArgumentException().isThrownBy(() -> FilterStatistics.accumulator(0, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> FilterStatistics.accumulator(1 << 20, 1 << 20));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterStatistics.of(1, 1, new double[1], new double[1], 0));
    }

    private void add(FilterStatistics.Accumulator sums, int from, int to) {
        float[] mapSum = new float[FILTERS * POSITIONS];
        double[] squareSum = new double[FILTERS];
        for (int j = 0; j < FILTERS; j++) {
            for (int i = from; i < to; i++) {
                for (int k = 0; k < POSITIONS; k++) {
                    mapSum[j * POSITIONS + k] += (float) maps[j][i][k];
                    squareSum[j] += maps[j][i][k] * maps[j][i][k];
                }
            }
        }
        sums.add(mapSum, squareSum, to - from);
    }

    private static FilterStatistics ofRms(double... rms) {
        double[] square = Arrays.stream(rms).map(r -> r * r * 3).toArray();
        return FilterStatistics.of(rms.length, 3, new double[rms.length * 3], square, 10);
    }

    private static double[][][] dyadicMaps(int filters, int images, int positions) {
        Random random = new Random(0);
        double[][][] maps = new double[filters][images][positions];
        for (double[][] filter : maps) {
            for (double[] map : filter) {
                Arrays.setAll(map, k -> random.nextInt(256) / 64.0);
            }
        }
        return maps;
    }
}
