package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunningTopKTest extends RunningStatContract<RunningTopK> {

    @Override
    RunningTopK fresh(long first) {
        return new RunningTopK(UNITS, 7, first);
    }

    @Override
    RunningTopK different() {
        return new RunningTopK(UNITS, 8);
    }

    @Override
    void assertSame(RunningTopK actual, RunningTopK expected) {
        for (int u = 0; u < UNITS; u++) {
            assertThat(actual.values(u)).isEqualTo(expected.values(u));
            assertThat(actual.indices(u)).isEqualTo(expected.indices(u));
        }
    }

    @Test
    void agreesWithASortOfEverything() {
        int items = 300;
        // 300 draws from about 200 grid values, and a k of 120: many ties.
        float[] values = draw(random(1), items * UNITS);
        RunningTopK top = new RunningTopK(UNITS, 120);
        for (int from = 0; from < items; from += 50) {
            float[] part = Arrays.copyOfRange(values, from * UNITS, (from + 50) * UNITS);
            top.add(manager.create(part, new Shape(50, UNITS)));
        }
        for (int u = 0; u < UNITS; u++) {
            int unit = u;
            List<Long> expected = LongStream.range(0, items)
                    .boxed()
                    .sorted(Comparator.comparing((Long i) -> -values[(int) (i * UNITS + unit)])
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(120)
                    .toList();
            assertThat(top.indices(u)).containsExactly(expected.toArray(Long[]::new));
            for (int i = 0; i < 120; i++) {
                assertThat(top.values(u)[i]).isEqualTo(values[(int) (expected.get(i) * UNITS + u)]);
            }
        }
    }

    @Test
    void mapsCountByTheirPeak() {
        RunningTopK top = new RunningTopK(1, 2);
        top.add(manager.create(new float[] {0, 5, 1, 1, -2, -3, 7, 0, 5, 0, 0, 0}, new Shape(3, 1, 2, 2)));
        assertThat(top.values(0)).containsExactly(7, 5);
        assertThat(top.indices(0)).containsExactly(1, 0);
        assertThat(top.count()).isEqualTo(3);
    }

    @Test
    void fewerSamplesThanAskedFor() {
        RunningTopK top = new RunningTopK(1, 10, 100);
        assertThat(top.values(0)).isEmpty();
        top.add(manager.create(new float[] {-1, -2, -1}, new Shape(3, 1)));
        assertThat(top.values(0)).containsExactly(-1, -1, -2);
        assertThat(top.indices(0)).containsExactly(100, 102, 101);
    }

    @Test
    void numberingGoesOnAfterTheLaterPart() {
        RunningTopK early = new RunningTopK(1, 3);
        early.add(manager.create(new float[] {1, 2}, new Shape(2, 1)));
        RunningTopK late = new RunningTopK(1, 3, 2);
        late.add(manager.create(new float[] {3}, new Shape(1, 1)));
        early.merge(late);
        early.add(manager.create(new float[] {4}, new Shape(1, 1)));
        assertThat(early.indices(0)).containsExactly(3, 2, 1);
    }

    @Test
    void badOptionsAreRefused() {
        assertThatThrownBy(() -> new RunningTopK(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningTopK(1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningTopK(2, 1).values(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
