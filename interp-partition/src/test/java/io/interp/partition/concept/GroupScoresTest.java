package io.interp.partition.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

class GroupScoresTest {

    private final GroupScores scores = new GroupScores(
            List.of("skin", "mouth", "hat"), new double[][] {{5, 4, 0}, {6, 1, 1}, {1, 3, 1}, {1, 1, 1}}, 1);

    @Test
    void exclusiveConceptsGiveEachGroupToItsBestPart() {
        assertThat(scores.exclusive(0)).containsExactly(Concept.of("skin", 0, 1), Concept.of("mouth", 2));
        assertThat(scores.exclusive(4)).containsExactly(Concept.of("skin", 0, 1));
        assertThat(scores.exclusive(0).unnamed()).containsExactly(3);
    }

    @Test
    void coveringConceptsGiveEachPartItsBestGroups() {
        assertThat(scores.covering(1)).containsExactly(Concept.of("skin", 1), Concept.of("mouth", 0));
        assertThat(scores.covering(0.5)).containsExactly(Concept.of("skin", 0, 1), Concept.of("mouth", 0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> scores.covering(0));
    }

    @Test
    void rankingsPutTheHighestFirstAndKeepEqualOnesInOrder() {
        assertThat(scores.ranking("mouth")).containsExactly(0, 2, 1, 3);
        assertThat(scores.ranking("hat")).containsExactly(1, 2, 3, 0);
        assertThat(scores.score(2, "mouth")).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores.ranking("moth"))
                .withMessageContaining("near names: mouth");
        assertThat(scores.toString().lines()).hasSize(5);
    }

    @Test
    void badTablesAreRefused() {
        List<String> parts = List.of("a");
        assertThatIllegalArgumentException().isThrownBy(() -> new GroupScores(parts, new double[0][], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GroupScores(parts, new double[][] {{1, 2}}, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GroupScores(parts, new double[][] {{Double.NaN}}, 0));
    }

    @Test
    void overlapScoresAgreeWithTheirDefinitions() {
        // 8 pixels in both, 10 in the group, 16 in the part, 100 in all.
        assertThat(OverlapScore.IOU.of(8, 10, 16, 100)).isEqualTo(8.0 / 18);
        assertThat(OverlapScore.LIFT.of(8, 10, 16, 100)).isCloseTo(5, within(1e-12));
        for (OverlapScore score : OverlapScore.values()) {
            assertThat(score.of(0, 0, 16, 100)).isZero();
            assertThat(score.of(0, 0, 0, 100)).isZero();
        }
        RandomGenerator random = Draws.stream(4);
        double[] group = random.doubles(500).map(u -> u < 0.2 ? 1 : 0).toArray();
        double[] part = new double[500];
        long both = 0;
        for (int i = 0; i < 500; i++) {
            part[i] = random.nextDouble() < 0.1 + 0.4 * group[i] ? 1 : 0;
            both += (long) (part[i] * group[i]);
        }
        long g = (long) Arrays.stream(group).sum();
        long p = (long) Arrays.stream(part).sum();
        assertThat(OverlapScore.CORRELATION.of(both, g, p, 500))
                .isCloseTo(new PearsonsCorrelation().correlation(group, part), within(1e-12));
    }
}
