package io.interp.partition.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureFitterTest {

    /** Few values per filter and close groups, so that posteriors are soft; or many, so that they are hard. */
    @ParameterizedTest
    @CsvSource({"NONE,2,3,0.9", "FILTER_RMS,2,3,0.9", "NONE,30,12,0.4", "FILTER_RMS,30,12,0.4"})
    void equalsExpectationMaximizationOnAllMaps(Normalisation normalisation, int images, int positions, double noise) {
        double smallest = 1;
        for (int seed = 0; seed < 5; seed++) {
            double[][][] maps = randomMaps(14, images, positions, noise, seed);
            FilterStatistics statistics = PlantedFilters.statistics(maps);
            MixtureOptions options = MixtureOptions.robust(3)
                    .withNormalisation(normalisation)
                    .withReseeds(0)
                    .withRestarts(1)
                    .withTolerance(0)
                    .withSeed(seed);
            FilterMixture start = MixtureFitter.fit(statistics, options.withMaxIterations(1));
            FullDataMixture expected = new FullDataMixture(
                    normalisation == Normalisation.NONE ? maps : FullDataMixture.normalised(maps), start);
            assertThat(start.logLikelihood()).isCloseTo(expected.logLikelihood, relative(expected.logLikelihood));
            for (int step = 1; step <= 6; step++) {
                expected.iterate(options.smoothing());
                FilterMixture actual = MixtureFitter.refit(statistics, start, options.withMaxIterations(step));
                assertThat(actual.logLikelihood()).isCloseTo(expected.logLikelihood, relative(expected.logLikelihood));
                for (int c = 0; c < 3; c++) {
                    assertThat(actual.weight(c)).isCloseTo(expected.weights[c], within(1e-9));
                    assertThat(actual.variance(c)).isCloseTo(expected.variances[c], within(1e-9));
                    assertThat(actual.center(c)).containsExactly(expected.centers[c], within(1e-9));
                }
                for (int j = 0; j < maps.length; j++) {
                    assertThat(actual.posterior(j)).containsExactly(expected.posteriors[j], within(1e-9));
                    smallest = Math.min(
                            smallest, Arrays.stream(actual.posterior(j)).max().orElseThrow());
                }
            }
        }
        assertThat(smallest < 0.9).as("soft posteriors were met").isEqualTo(noise > 0.5);
    }

    @Test
    void aLargeCommonPartOfAllMapsDoesNotCancel() {
        double[][][] maps = randomMaps(14, 8, 6, 0.4, 1);
        double[][][] lifted = new double[14][8][6];
        for (int j = 0; j < 14; j++) {
            for (int i = 0; i < 8; i++) {
                for (int k = 0; k < 6; k++) {
                    lifted[j][i][k] = maps[j][i][k] + 1000;
                }
            }
        }
        MixtureOptions options = MixtureOptions.paper(3);
        FilterMixture plain = MixtureFitter.fit(PlantedFilters.statistics(maps), options);
        FilterMixture raised = MixtureFitter.fit(PlantedFilters.statistics(lifted), options);
        // The mean square itself, about 6e6, is known to 1e-9; centers and groups must not lose more.
        assertThat(raised.assignment()).isEqualTo(plain.assignment());
        for (int c = 0; c < 3; c++) {
            assertThat(raised.center(c)).containsExactly(add(plain.center(c), 1000), within(1e-9));
            assertThat(raised.variance(c)).isCloseTo(plain.variance(c), within(1e-7));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-3, 1})
    void whatItClimbsNeverFalls(double smoothing) {
        int steps = 0;
        for (int seed = 0; seed < 60; seed++) {
            FilterStatistics statistics = PlantedFilters.statistics(randomMaps(30, 1 + seed % 4, 5, 0.4, seed));
            MixtureOptions options = new MixtureOptions(
                    6,
                    seed % 2 == 0 ? Normalisation.NONE : Normalisation.FILTER_RMS,
                    1,
                    100,
                    1e-12,
                    smoothing,
                    1e-3,
                    6,
                    seed % 3 == 0,
                    seed);
            FilterMixture mixture = MixtureFitter.fit(statistics, options);
            double[] history = mixture.history();
            for (int t = 1; t < history.length; t++) {
                assertThat(history[t]).isGreaterThanOrEqualTo(history[t - 1] - 1e-12 * Math.abs(history[t]));
                steps++;
            }
            double prior = IntStream.range(0, 6)
                    .mapToDouble(c -> smoothing == 0 ? 0 : smoothing * Math.log(mixture.weight(c)))
                    .sum();
            assertThat(history[history.length - 1])
                    .isCloseTo(mixture.logLikelihood() + prior, relative(mixture.logLikelihood()));
        }
        assertThat(steps).isGreaterThan(300);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void findsPlantedGroupsWhateverTheGains(long seed) {
        PlantedFilters planted = new PlantedFilters(96, 6, 64, 1.0, seed);
        FilterStatistics statistics = planted.statistics();
        FilterMixture robust = MixtureFitter.fit(statistics, MixtureOptions.robust(6));
        FilterMixture raw = MixtureFitter.fit(statistics, MixtureOptions.paper(6));
        assertThat(GroupAgreement.of(robust.assignment(), planted.group).adjustedRand())
                .isEqualTo(1);
        assertThat(GroupAgreement.of(raw.assignment(), planted.group).adjustedRand())
                .isLessThan(0.6);
        assertThat(robust.sizes()).containsOnly(16);
    }

    @Test
    void rawFeaturesDoAtEqualGains() {
        PlantedFilters planted = new PlantedFilters(96, 6, 64, 0, 3);
        FilterMixture raw = MixtureFitter.fit(planted.statistics(), MixtureOptions.paper(6));
        assertThat(GroupAgreement.of(raw.assignment(), planted.group).adjustedRand())
                .isEqualTo(1);
    }

    @Test
    void annealingFindsPlantedGroupsToo() {
        PlantedFilters planted = new PlantedFilters(96, 6, 64, 1.0, 4);
        FilterMixture mixture =
                MixtureFitter.fit(planted.statistics(), MixtureOptions.robust(6).withAnnealing(true));
        assertThat(GroupAgreement.of(mixture.assignment(), planted.group).adjustedRand())
                .isEqualTo(1);
    }

    @Test
    void aTieGoesToTheLowestSeed() {
        FilterStatistics statistics = new PlantedFilters(24, 6, 64, 1.0, 5).statistics();
        MixtureOptions one = MixtureOptions.robust(6).withRestarts(1);
        FilterMixture[] single = new FilterMixture[12];
        Arrays.setAll(single, r -> MixtureFitter.fit(statistics, one.withSeed(r)));
        double highest = Arrays.stream(single)
                .mapToDouble(FilterMixture::logLikelihood)
                .max()
                .orElseThrow();
        int[][] reach = Arrays.stream(single)
                .filter(m -> m.logLikelihood() > highest - 1e-9 * Math.abs(highest))
                .map(FilterMixture::assignment)
                .toArray(int[][]::new);
        assertThat(reach.length).as("starts that tie").isGreaterThan(2);
        assertThat(reach[1]).isNotEqualTo(reach[0]);
        assertThat(MixtureFitter.fit(statistics, one.withRestarts(12)).assignment())
                .isEqualTo(reach[0]);
    }

    @ParameterizedTest
    @EnumSource(Normalisation.class)
    void theSameSeedGivesTheSameMixture(Normalisation normalisation) {
        FilterStatistics statistics = new PlantedFilters(48, 6, 16, 0.5, 6).statistics();
        MixtureOptions options =
                MixtureOptions.robust(7).withNormalisation(normalisation).withSeed(11);
        FilterMixture first = MixtureFitter.fit(statistics, options);
        FilterMixture second = MixtureFitter.fit(statistics, options);
        assertThat(second.centers()).isEqualTo(first.centers());
        assertThat(second.assignment()).isEqualTo(first.assignment());
        assertThat(second.history()).isEqualTo(first.history());
    }

    @Test
    void aWarmStartKeepsLabels() {
        PlantedFilters planted = new PlantedFilters(96, 6, 128, 1.0, 7);
        MixtureOptions options = MixtureOptions.robust(6);
        FilterMixture first = MixtureFitter.fit(planted.statistics(0, 64), options);
        for (int[] labels : new int[][] {{0, 1, 2, 3, 4, 5}, {3, 5, 0, 1, 4, 2}}) {
            FilterMixture start = first.permuted(labels);
            FilterMixture warm = MixtureFitter.refit(planted.statistics(64, 128), start, options.withMaxIterations(10));
            assertThat(warm.assignment()).isEqualTo(start.assignment());
            assertThat(warm.iterations()).isBetween(1, 10);
            assertThat(warm.centers()).isNotEqualTo(start.centers());
        }
    }

    @Test
    void aMatchedColdStartKeepsLabels() {
        PlantedFilters planted = new PlantedFilters(96, 6, 128, 1.0, 8);
        MixtureOptions options = MixtureOptions.robust(6);
        FilterMixture first = MixtureFitter.fit(planted.statistics(0, 64), options);
        FilterMixture cold = MixtureFitter.fit(planted.statistics(64, 128), options.withSeed(99));
        assertThat(cold.assignment()).isNotEqualTo(first.assignment());
        LabelMatching matching = LabelMatching.of(first, cold);
        assertThat(matching.permuted(cold).assignment()).isEqualTo(first.assignment());
        assertThat(matching.cosines()).containsExactly(new double[] {1, 1, 1, 1, 1, 1}, within(0.01));
    }

    @Test
    void inactiveFiltersHaveNoGroup() {
        PlantedFilters planted = new PlantedFilters(96, 6, 64, 0.3, 9);
        for (int j : new int[] {0, 17, 95}) {
            for (double[] map : planted.maps[j]) {
                Arrays.setAll(map, k -> map[k] * (j == 17 ? 1e-6 : 0));
            }
        }
        FilterMixture mixture = MixtureFitter.fit(planted.statistics(), MixtureOptions.robust(6));
        int[] expected = planted.group.clone();
        for (int j : new int[] {0, 17, 95}) {
            assertThat(mixture.group(j)).isEqualTo(FilterMixture.INACTIVE);
            assertThat(mixture.posterior(j)).containsOnly(0);
            expected[j] = -1;
        }
        GroupAgreement agreement = GroupAgreement.of(mixture.assignment(), expected);
        assertThat(agreement.adjustedRand()).isEqualTo(1);
        assertThat(agreement.filters()).isEqualTo(93);
        assertThat(Arrays.stream(mixture.sizes()).sum()).isEqualTo(93);
    }

    @Test
    void aDeadGroupIsSeededAgainOrStaysEmpty() {
        PlantedFilters planted = new PlantedFilters(96, 6, 64, 1.0, 10);
        MixtureOptions options = MixtureOptions.robust(6);
        FilterMixture good = MixtureFitter.fit(planted.statistics(), options);
        Map<String, HostArray> state = new HashMap<>(good.state());
        double[] centers = good.centers();
        Arrays.fill(centers, 2 * good.positions(), 3 * good.positions(), 50);
        state.put("centers", HostArray.of(centers, 6, good.positions()));
        FilterMixture dead = FilterMixture.fromState(state);

        FilterMixture seeded = MixtureFitter.refit(planted.statistics(), dead, options);
        assertThat(seeded.reseeds()).isBetween(1, 6);
        assertThat(seeded.groupsAlive()).isEqualTo(6);
        assertThat(seeded.size(2)).isPositive();

        FilterMixture left = MixtureFitter.refit(planted.statistics(), dead, options.withReseeds(0));
        assertThat(left.size(2)).isZero();
        assertThat(left.groupsAlive()).isEqualTo(5);
        assertThat(left.logLikelihood()).isFinite().isLessThan(seeded.logLikelihood());
        assertThat(left.center(2)).containsOnly(50);
        assertThat(IntStream.range(0, 6).mapToDouble(left::weight).sum()).isCloseTo(1, within(1e-12));
        assertThat(seeded.toString()).contains("6 groups").hasLineCount(8);
    }

    /** One loud filter makes the pooled variance so wide that a new group would lose its only filter to a tight one. */
    @Test
    void aNewGroupAmongTightOnesStaysAlive() {
        double[][][] maps = new double[21][40][36];
        Random random = new Random(4);
        for (int j = 0; j < 21; j++) {
            for (int i = 0; i < 40; i++) {
                for (int k = 0; k < 36; k++) {
                    maps[j][i][k] = j == 20 ? 20 * random.nextDouble() : k + 0.1 * random.nextDouble();
                }
            }
        }
        FilterStatistics statistics = PlantedFilters.statistics(maps);
        MixtureOptions options = MixtureOptions.robust(3).withNormalisation(Normalisation.NONE);
        FilterMixture good = MixtureFitter.fit(statistics, options);
        int loud = good.group(20);
        int dead = IntStream.range(0, 3)
                .filter(c -> c != loud)
                .reduce((a, b) -> good.size(a) < good.size(b) ? a : b)
                .orElseThrow();
        Map<String, HostArray> state = new HashMap<>(good.state());
        double[] centers = good.centers();
        Arrays.fill(centers, dead * good.positions(), (dead + 1) * good.positions(), 50);
        state.put("centers", HostArray.of(centers, 3, good.positions()));

        FilterMixture again = MixtureFitter.refit(statistics, FilterMixture.fromState(state), options);
        assertThat(again.reseeds()).isPositive();
        assertThat(again.groupsAlive()).isEqualTo(3);
        assertThat(again.size(again.group(20))).isEqualTo(1);
    }

    @Test
    void aGroupOfOneSteadyFilterGetsTheVarianceFloor() {
        PlantedFilters planted = new PlantedFilters(25, 6, 64, 0.5, 11);
        for (double[] map : planted.maps[24]) {
            Arrays.fill(map, 0);
            map[7 * PlantedFilters.SIDE + 7] = 3;
        }
        FilterStatistics statistics = planted.statistics();
        FilterMixture mixture = MixtureFitter.fit(statistics, MixtureOptions.robust(7));
        int alone = mixture.group(24);
        assertThat(mixture.size(alone)).isEqualTo(1);
        FilterMixture whole = MixtureFitter.fit(statistics, MixtureOptions.robust(1));
        assertThat(mixture.variance(alone)).isCloseTo(1e-4 * whole.variance(0), within(1e-15));
        assertThat(mixture.logLikelihood()).isFinite();
    }

    @Test
    void oneGroupIsTheMeanOfAllFilters() {
        double[][][] maps = randomMaps(9, 7, 5, 0.4, 12);
        FilterMixture mixture = MixtureFitter.fit(PlantedFilters.statistics(maps), MixtureOptions.paper(1));
        double[] center = new double[5];
        double squares = 0;
        for (int k = 0; k < 5; k++) {
            int position = k;
            double[] values = Arrays.stream(maps)
                    .flatMap(Arrays::stream)
                    .mapToDouble(map -> map[position])
                    .toArray();
            center[k] = StatUtils.mean(values);
            squares += StatUtils.populationVariance(values) / 5;
        }
        assertThat(mixture.center(0)).containsExactly(center, within(1e-12));
        assertThat(mixture.variance(0)).isCloseTo(squares, within(1e-12));
        assertThat(mixture.assignment()).containsOnly(0);
    }

    @Test
    void asManyGroupsAsFiltersGivesEachItsOwn() {
        FilterStatistics statistics = new PlantedFilters(12, 12, 64, 1.0, 13).statistics();
        FilterMixture mixture = MixtureFitter.fit(statistics, MixtureOptions.robust(12));
        assertThat(mixture.sizes()).containsOnly(1);
        double[] mean = statistics.normalised().mean();
        for (int j = 0; j < 12; j++) {
            double[] own = Arrays.copyOfRange(mean, j * 256, (j + 1) * 256);
            assertThat(mixture.center(mixture.group(j))).containsExactly(own, within(1e-12));
        }
    }

    @Test
    void filtersThatAreAllAlikeGiveFiniteNumbers() {
        double[][][] maps = new double[8][3][4];
        for (double[][] filter : maps) {
            for (double[] map : filter) {
                Arrays.fill(map, 2);
            }
        }
        FilterMixture mixture = MixtureFitter.fit(PlantedFilters.statistics(maps), MixtureOptions.robust(3));
        assertThat(mixture.logLikelihood()).isFinite();
        assertThat(mixture.centers()).containsOnly(1);
        assertThat(Arrays.stream(mixture.sizes()).sum()).isEqualTo(8);
    }

    @Test
    void saysWhatDoesNotFit() {
        PlantedFilters planted = new PlantedFilters(12, 6, 8, 0, 14);
        FilterStatistics statistics = planted.statistics();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MixtureFitter.fit(statistics, MixtureOptions.robust(13)))
                .withMessageContaining("12 active filters (of 12) into 13 groups");
        FilterStatistics silent = FilterStatistics.of(2, 3, new double[6], new double[2], 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MixtureFitter.fit(silent, MixtureOptions.robust(1)))
                .withMessageContaining("0 active filters");
        FilterMixture mixture = MixtureFitter.fit(statistics, MixtureOptions.robust(6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MixtureFitter.refit(statistics, mixture, MixtureOptions.robust(5)))
                .withMessageContaining("6 groups");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MixtureFitter.refit(
                        new PlantedFilters(18, 6, 8, 0, 14).statistics(), mixture, MixtureOptions.robust(6)))
                .withMessageContaining("18 filters");
    }

    static double[][][] randomMaps(int filters, int images, int positions, double noise, long seed) {
        Random random = new Random(seed);
        double[][] pattern = new double[3][positions];
        for (double[] p : pattern) {
            Arrays.setAll(p, k -> random.nextDouble());
        }
        double[][][] maps = new double[filters][images][positions];
        for (int j = 0; j < filters; j++) {
            for (double[] map : maps[j]) {
                double[] p = pattern[j % 3];
                Arrays.setAll(map, k -> p[k] + noise * random.nextDouble());
            }
        }
        return maps;
    }

    private static double[] add(double[] values, double constant) {
        return Arrays.stream(values).map(v -> v + constant).toArray();
    }

    private static Offset<Double> relative(double value) {
        return within(1e-9 * Math.max(1, Math.abs(value)));
    }
}
