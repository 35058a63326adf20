package io.interp.partition.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterMixtureTest {

    private final FilterMixture mixture = MixtureFitter.fit(
            PlantedFilters.statistics(MixtureFitterTest.randomMaps(14, 2, 3, 0.9, 0)),
            MixtureOptions.robust(3).withNormalisation(Normalisation.NONE));

    @Test
    void permutedGroupsKeepEverythingButTheirLabels() {
        int[] labels = {2, 0, 1};
        FilterMixture moved = mixture.permuted(labels);
        for (int c = 0; c < 3; c++) {
            assertThat(moved.center(labels[c])).isEqualTo(mixture.center(c));
            assertThat(moved.weight(labels[c])).isEqualTo(mixture.weight(c));
            assertThat(moved.variance(labels[c])).isEqualTo(mixture.variance(c));
            assertThat(moved.size(labels[c])).isEqualTo(mixture.size(c));
        }
        for (int j = 0; j < 14; j++) {
            assertThat(moved.group(j)).isEqualTo(labels[mixture.group(j)]);
            for (int c = 0; c < 3; c++) {
                assertThat(moved.posterior(j)[labels[c]]).isEqualTo(mixture.posterior(j)[c]);
            }
        }
        assertThat(moved.logLikelihood()).isEqualTo(mixture.logLikelihood());
        assertThat(moved.permuted(new int[] {1, 2, 0}).centers()).isEqualTo(mixture.centers());
        assertThat(LabelMatching.of(mixture, moved).labels()).containsExactly(1, 2, 0);
    }

    @Test
    void labelsThatAreNoPermutationAreRefused() {
        for (int[] labels : new int[][] {{0, 1}, {0, 1, 1}, {0, 1, 3}, {-1, 0, 1}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mixture.permuted(labels))
                    .withMessageContaining("labels");
        }
    }

    @Test
    void aSavedMixtureIsTheSame() {
        FilterMixture loaded = FilterMixture.fromState(mixture.state());
        assertThat(loaded.centers()).isEqualTo(mixture.centers());
        assertThat(loaded.assignment()).isEqualTo(mixture.assignment());
        assertThat(loaded.history()).isEqualTo(mixture.history());
        assertThat(loaded.iterations()).isEqualTo(mixture.iterations());
        assertThat(loaded.isConverged()).isTrue();
        assertThat(loaded.posterior(5)).isEqualTo(mixture.posterior(5));
        assertThat(loaded).hasToString(mixture.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"weights", "centers", "variances", "posteriors"})
    void aDamagedStateIsRefused(String name) {
        Map<String, HostArray> state = new HashMap<>(mixture.state());
        HostArray good = state.get(name);
        double[] values = good.toDoubles();
        values[0] = Double.NaN;
        state.put(name, HostArray.of(values, good.shape()));
        assertThatIllegalArgumentException().isThrownBy(() -> FilterMixture.fromState(state));
        long[] shape = good.shape();
        shape[name.equals("posteriors") ? 1 : 0] += 1;
        state.put(name, HostArray.of(new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape));
        assertThatIllegalArgumentException().isThrownBy(() -> FilterMixture.fromState(state));
        state.remove(name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterMixture.fromState(state))
                .withMessageContaining(name);
    }

    @Test
    void posteriorsSumToOneAndGroupsAreTheLargest() {
        for (int j = 0; j < 14; j++) {
            double[] posterior = mixture.posterior(j);
            assertThat(Arrays.stream(posterior).sum()).isBetween(1 - 1e-12, 1 + 1e-12);
            assertThat(posterior[mixture.group(j)])
                    .isEqualTo(Arrays.stream(posterior).max().orElseThrow());
        }
        assertThat(Arrays.stream(mixture.sizes()).sum()).isEqualTo(14);
    }
}
