package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RunningQuantileBinsTest extends RunningStatContract<RunningQuantileBins> {

    @Override
    RunningQuantileBins fresh(long first) {
        return new RunningQuantileBins(UNITS);
    }

    @Override
    RunningQuantileBins different() {
        return new RunningQuantileBins(UNITS + 1);
    }

    /** Whole counts: nothing may differ, in any order. */
    @Override
    void assertSame(RunningQuantileBins actual, RunningQuantileBins expected) {
        assertEqualState(actual, expected);
    }

    @Test
    void quantilesAreWithinABinOfThoseOfASort() {
        RandomGenerator random = random(3);
        int samples = 20_000;
        float[][] columns = new float[UNITS][samples];
        float[] rows = new float[samples * UNITS];
        for (int i = 0; i < rows.length; i++) {
            double scale = Math.pow(10, i % UNITS - 2); // from hundredths to hundreds
            rows[i] = (float) (scale * (random.nextGaussian() + 0.5));
            columns[i % UNITS][i / UNITS] = rows[i];
        }
        RunningQuantileBins bins = new RunningQuantileBins(UNITS);
        bins.add(manager.create(rows, new Shape(samples, UNITS)));
        double[] fractions = {0, 0.001, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1};
        float[][] found = bins.quantiles(fractions);
        for (int u = 0; u < UNITS; u++) {
            Arrays.sort(columns[u]);
            for (int f = 0; f < fractions.length; f++) {
                // The quantile lies between two neighbours; a bin is at most 1/256 of its value wide.
                double below = columns[u][(int) Math.floor(fractions[f] * (samples - 1))];
                double above = columns[u][(int) Math.ceil(fractions[f] * (samples - 1))];
                assertThat((double) found[u][f])
                        .isBetween(below - Math.abs(below) / 256, above + Math.abs(above) / 256);
            }
            assertThat(found[u][0]).isEqualTo(columns[u][0]);
            assertThat(found[u][fractions.length - 1]).isEqualTo(columns[u][samples - 1]);
        }
    }

    @Test
    void plateausAreExact() {
        RunningQuantileBins bins = new RunningQuantileBins(2);
        bins.add(manager.create(new float[] {0, 0.3f, -0f, 0.3f, 0, 0.3f, 5, 0.3f, 7, 0.3f}, new Shape(5, 2)));
        float[][] found = bins.quantiles(0, 0.4, 0.5);
        assertThat(found[0]).containsExactly(0, 0, 0);
        assertThat(found[1]).containsExactly(0.3f, 0.3f, 0.3f);
    }

    @Test
    void badQuestionsAreRefused() {
        RunningQuantileBins bins = new RunningQuantileBins(1);
        assertThatThrownBy(() -> bins.quantiles(0.5)).isInstanceOf(IllegalStateException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bins.quantiles(1.5))
                .withMessageContaining("1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bins.add(manager.create(new float[] {Float.NaN}, new Shape(1, 1))))
                .withMessageContaining("finite");
        assertThat(bins.count()).isZero();
    }
}
