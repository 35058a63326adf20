package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

class RunningMomentsTest extends RunningStatContract<RunningMoments> {

    @Override
    RunningMoments fresh(long first) {
        return new RunningMoments(UNITS);
    }

    @Override
    RunningMoments different() {
        return new RunningMoments(UNITS + 1);
    }

    @Override
    void assertSame(RunningMoments actual, RunningMoments expected) {
        assertClose(actual.mean(), expected.mean(), 1);
        assertClose(actual.variance(), expected.variance(), 0);
        assertClose(actual.populationVariance(), expected.populationVariance(), 0);
    }

    @Test
    void agreesWithCommonsMath() {
        int items = 40;
        float[] values = draw(random(1), items * UNITS * 6);
        RunningMoments moments = fresh(0);
        moments.add(manager.create(values, new Shape(items, UNITS, 2, 3)));
        assertThat(moments.count()).isEqualTo(items * 6L);
        for (int u = 0; u < UNITS; u++) {
            int unit = u;
            double[] column = IntStream.range(0, items * 6)
                    .mapToDouble(i -> values[(i / 6 * UNITS + unit) * 6 + i % 6])
                    .toArray();
            assertClose(new double[] {moments.mean()[u]}, new double[] {StatUtils.mean(column)}, 1);
            assertClose(new double[] {moments.variance()[u]}, new double[] {StatUtils.variance(column)}, 0);
            assertClose(
                    new double[] {moments.populationVariance()[u]},
                    new double[] {StatUtils.populationVariance(column)},
                    0);
        }
    }

    @Test
    void largeOffsetCostsNoPrecision() {
        // 1, 2, ..., 1000 plus 2^40: mean 500.5 and population variance (n^2 - 1) / 12, both exact in double.
        RunningMoments moments = new RunningMoments(1);
        double offset = Math.scalb(1.0, 40);
        for (int from = 0; from < 1000; from += 125) {
            double start = offset + from;
            double[] values =
                    DoubleStream.iterate(start + 1, x -> x + 1).limit(125).toArray();
            moments.add(manager.create(values, new Shape(125, 1)));
        }
        assertThat(moments.mean()[0] - offset).isEqualTo(500.5);
        assertClose(moments.populationVariance(), new double[] {(1000.0 * 1000 - 1) / 12}, 0);
    }

    @Test
    void piecesOfALargeBatchAddUp() {
        // 6 items of 2^20 positions: more than one piece. Item i is i everywhere, plus 1 on every second position.
        int positions = 1 << 20;
        NDArray levels = manager.arange(6f).reshape(6, 1, 1).broadcast(new Shape(6, 1, positions));
        NDArray steps = manager.arange(0f, positions, 1f).mod(2).reshape(1, 1, positions);
        RunningMoments moments = new RunningMoments(1);
        moments.add(levels.add(steps));
        assertThat(moments.count()).isEqualTo(6L * positions);
        assertClose(moments.mean(), new double[] {3}, 0);
        assertClose(moments.populationVariance(), new double[] {35.0 / 12 + 0.25}, 0);
    }

    @Test
    void tooFewSamplesAreAnError() {
        RunningMoments moments = fresh(0);
        assertThatThrownBy(moments::mean).isInstanceOf(IllegalStateException.class);
        moments.add(manager.ones(new Shape(1, UNITS)));
        assertThat(moments.mean()).containsOnly(1);
        assertThatThrownBy(moments::variance).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new RunningMoments(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
