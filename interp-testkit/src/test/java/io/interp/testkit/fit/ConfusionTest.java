package io.interp.testkit.fit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfusionTest {

    @Test
    void countsAndOverlaps() {
        Confusion confusion = new Confusion(3);
        int[][] pairs = {{0, 0}, {0, 0}, {0, 1}, {1, 1}, {1, 0}, {1, 1}, {1, 1}};
        for (int[] pair : pairs) {
            confusion.add(pair[0], pair[1]);
        }
        assertThat(confusion.accuracy()).isEqualTo(5.0 / 7);
        assertThat(confusion.overlap(0)).isEqualTo(2.0 / 4);
        assertThat(confusion.overlap(1)).isEqualTo(3.0 / 5);
        assertThat(confusion.overlap(2)).isNaN();
    }
}
