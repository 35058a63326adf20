package io.interp.partition.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.tensor.Draws;
import io.interp.partition.mixture.FilterStatistics;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FilterGroupsTest {

    private final FilterGroups groups = new FilterGroups("maps", 3, new int[] {1, -1, 0, 1});

    @Test
    void filtersOfGroupsIncludeInactiveOnesWhenAsked() {
        assertThat(groups.filtersOf(Set.of(1))).containsExactly(0, 3);
        assertThat(groups.filtersOf(Set.of(-1, 0))).containsExactly(1, 2);
        assertThat(groups.filtersOf(Set.of(2))).isEmpty();
        assertThat(groups.filtersOf(Set.of(-1, 0, 1, 2))).containsExactly(0, 1, 2, 3);
    }

    @Test
    void meansAreThoseOfEachGroup() {
        double[] square = {4 * 6, 0, 9 * 6, 25 * 6};
        FilterGroups scaled = groups.normalisedBy(FilterStatistics.of(4, 6, new double[24], square, 2));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray maps = Draws.normal(manager, Draws.stream(3), new Shape(2, 4, 2, 3));
            float[] f = maps.toFloatArray();
            float[] plain = groups.means(maps).toFloatArray();
            float[] normalised = scaled.means(maps).toFloatArray();
            for (int n = 0; n < 2; n++) {
                for (int k = 0; k < 6; k++) {
                    double f0 = f[n * 24 + k];
                    double f2 = f[n * 24 + 12 + k];
                    double f3 = f[n * 24 + 18 + k];
                    assertThat((double) plain[n * 18 + k]).isCloseTo(f2, within(1e-6));
                    assertThat((double) plain[n * 18 + 6 + k]).isCloseTo((f0 + f3) / 2, within(1e-6));
                    assertThat(plain[n * 18 + 12 + k]).isZero();
                    assertThat((double) normalised[n * 18 + k]).isCloseTo(f2 / 3, within(1e-6));
                    assertThat((double) normalised[n * 18 + 6 + k]).isCloseTo((f0 / 2 + f3 / 5) / 2, within(1e-6));
                }
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> groups.means(manager.zeros(new Shape(2, 5, 2, 3))))
                    .withMessageContaining("[N, 4, h, w]");
        }
    }

    @Test
    void layersThatDoNotFitAreRefused() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = PlantedGenerator.create(manager)) {
            assertThat(PlantedGenerator.groups().in(generator).name()).isEqualTo("maps");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FilterGroups("map", 1, new int[10]).in(generator))
                    .withMessageContaining("near names: maps");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FilterGroups("amplitudes", 1, new int[10]).in(generator))
                    .withMessageContaining("should give maps");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> groups.in(generator))
                    .withMessageContaining("10 filters");
        }
    }

    @Test
    void badAssignmentsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FilterGroups("maps", 2, new int[] {0, 2}))
                .withMessageContaining("filter 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new FilterGroups("maps", 2, new int[] {-2}));
        assertThatIllegalArgumentException().isThrownBy(() -> new FilterGroups("maps", 0, new int[] {-1}));
        assertThatIllegalArgumentException().isThrownBy(() -> new FilterGroups("maps", 1, new int[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> groups.normalisedBy(FilterStatistics.of(1, 1, new double[] {1}, new double[] {1}, 1)))
                .withMessageContaining("4 filters");
    }

    @Test
    void sharesSumToOne() {
        Concepts concepts = new Concepts(3, List.of(Concept.of("a", 1), Concept.of("b", 0, 1), Concept.of("c", 2, -1)));
        ConceptShares shares = ConceptShares.of(groups, concepts);
        assertThat(shares.named()).containsOnlyKeys("a", "b", "c");
        assertThat(shares.named().get("a")).isEqualTo(0.25);
        assertThat(shares.named().get("b")).isEqualTo(0.5);
        assertThat(shares.named().get("c")).isZero();
        assertThat(shares.unnamed()).isZero();
        assertThat(shares.empty()).isEqualTo(0.25);
        ConceptShares fewer = ConceptShares.of(groups, new Concepts(3, List.of(Concept.of("a", 0))));
        assertThat(fewer.unnamed()).isEqualTo(0.5);
        assertThatIllegalArgumentException().isThrownBy(() -> ConceptShares.of(groups, new Concepts(2, List.of())));
    }
}
