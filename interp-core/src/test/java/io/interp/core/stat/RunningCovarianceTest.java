package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;

class RunningCovarianceTest extends RunningStatContract<RunningCovariance> {

    @Override
    RunningCovariance fresh(long first) {
        return new RunningCovariance(UNITS);
    }

    @Override
    RunningCovariance different() {
        return new RunningCovariance(UNITS + 1);
    }

    @Override
    void assertSame(RunningCovariance actual, RunningCovariance expected) {
        // Off the diagonal, rounding is relative to the variances (about 9).
        assertClose(actual.mean(), expected.mean(), 1);
        assertClose(actual.covariance(), expected.covariance(), 9);
    }

    @Test
    void agreesWithCommonsMath() {
        int items = 60;
        float[] values = draw(random(1), items * UNITS * 4);
        double[][] rows = new double[items * 4][UNITS];
        for (int i = 0; i < values.length; i++) {
            rows[i / (UNITS * 4) * 4 + i % 4][i / 4 % UNITS] = values[i];
        }
        RunningCovariance covariance = fresh(0);
        covariance.add(manager.create(values, new Shape(items, UNITS, 4)));
        RealMatrix expected = new Covariance(rows).getCovarianceMatrix();
        assertThat(covariance.count()).isEqualTo(items * 4L);
        assertClose(covariance.covariance(), DenseMatrices.flat(expected), 9);
    }

    @Test
    void covarianceIsExactlySymmetric() {
        int d = 33;
        RunningCovariance covariance = new RunningCovariance(d);
        covariance.add(manager.create(draw(random(2), 100 * d), new Shape(100, d)));
        covariance.add(manager.create(draw(random(3), 50 * d), new Shape(50, d)));
        double[] matrix = covariance.covariance();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(matrix[i * d + j]).isEqualTo(matrix[j * d + i]);
            }
        }
    }

    @Test
    void tooFewSamplesAreAnError() {
        RunningCovariance covariance = fresh(0);
        assertThatThrownBy(covariance::mean).isInstanceOf(IllegalStateException.class);
        covariance.add(manager.ones(new Shape(1, UNITS)));
        assertThatThrownBy(covariance::covariance).isInstanceOf(IllegalStateException.class);
    }
}
