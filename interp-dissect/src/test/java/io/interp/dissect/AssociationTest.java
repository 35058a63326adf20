package io.interp.dissect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.tensor.Draws;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssociationTest {

    /** Random counts: measures are in their ranges, and equal masks have overlap and ratio 1. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void measuresKeepTheirRanges(long seed) {
        RandomGenerator random = Draws.stream(seed);
        for (int i = 0; i < 1000; i++) {
            long total = random.nextLong(2, 10_000);
            long unit = random.nextLong(0, total + 1);
            long label = random.nextLong(0, total + 1);
            long least = Math.max(0, unit + label - total);
            long both = random.nextLong(least, Math.min(unit, label) + 1);
            Association pair = new Association(both, unit, label, total);
            assertThat(pair.iou()).isBetween(0.0, 1.0);
            assertThat(pair.iqr()).isBetween(0.0, 1.0);
            assertThat(pair.agreement()).isBetween(0.0, 1.0);
            assertThat(pair.chance()).isBetween(0.0, 1.0);
            if (unit > 0 && unit < total) {
                Association same = new Association(unit, unit, unit, total);
                assertThat(same.iou()).isEqualTo(1);
                assertThat(same.iqr()).isCloseTo(1, within(1e-12));
                assertThat(pair.iqr()).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void chanceIsTheOverlapOfIndependentMasks() {
        assertThat(new Association(1, 10, 10, 100).chance()).isCloseTo(0.0526, within(5e-5));
        assertThat(new Association(1, 50, 50, 100).chance()).isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void countsThatContradictEachOtherAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Association(3, 2, 4, 10));
    }
}
