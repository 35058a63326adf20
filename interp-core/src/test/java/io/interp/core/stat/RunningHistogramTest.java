package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunningHistogramTest extends RunningStatContract<RunningHistogram> {

    private static float[][] edges(int count) {
        float[][] edges = new float[UNITS][count];
        for (int u = 0; u < UNITS; u++) {
            for (int i = 0; i < count; i++) {
                edges[u][i] = -4 + u + i / 2f;
            }
        }
        return edges;
    }

    @Override
    RunningHistogram fresh(long first) {
        return new RunningHistogram(edges(9));
    }

    @Override
    RunningHistogram different() {
        return new RunningHistogram(edges(8));
    }

    @Override
    void assertSame(RunningHistogram actual, RunningHistogram expected) {
        assertEqualState(actual, expected);
    }

    @Test
    void countsAreThoseOfComparingEachValue() {
        int items = 500;
        float[] values = draw(random(1), items * UNITS);
        RunningHistogram histogram = fresh(0);
        histogram.add(manager.create(values, new Shape(items, UNITS)));
        for (int u = 0; u < UNITS; u++) {
            int unit = u;
            float[] unitEdges = edges(9)[u];
            for (int e = 0; e < 9; e++) {
                float edge = unitEdges[e];
                long expected = IntStream.range(0, items)
                        .filter(i -> values[i * UNITS + unit] > edge)
                        .count();
                assertThat(histogram.above(u)[e]).isEqualTo(expected);
            }
            long total = 0;
            for (long bin : histogram.counts(u)) {
                total += bin;
            }
            assertThat(total).isEqualTo(items);
        }
    }

    @Test
    void aValueOnAnEdgeIsNotAbove() {
        RunningHistogram histogram = new RunningHistogram(new float[][] {{0, 1, 1, 2}});
        histogram.add(manager.create(new float[] {-1, 0, 0.5f, 1, 1, 1.5f, 2, 3}, new Shape(8, 1)));
        assertThat(histogram.counts(0)).containsExactly(2, 3, 0, 2, 1);
        assertThat(histogram.above(0)).containsExactly(6, 3, 3, 1);
    }

    @Test
    void badEdgesAreRefused() {
        assertThatThrownBy(() -> new RunningHistogram(new float[0][])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningHistogram(new float[][] {{}})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningHistogram(new float[][] {{1, 0}}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningHistogram(new float[][] {{0, Float.NaN}}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunningHistogram(new float[][] {{0, 1}, {0}}))
                .isInstanceOf(IllegalArgumentException.class);
        float[][] other = edges(9);
        other[2][3] += 0.25f;
        assertThatThrownBy(() -> fresh(0).merge(new RunningHistogram(other)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fresh(0).restore(new RunningHistogram(other).state()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
