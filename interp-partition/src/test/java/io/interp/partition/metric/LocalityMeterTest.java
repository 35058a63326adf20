package io.interp.partition.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.Json;
import io.interp.core.tensor.Draws;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalityMeterTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** One image of two channels and four pixels. */
    private NDArray image(float... values) {
        return manager.create(values, new Shape(1, 2, 2, 2));
    }

    private NDArray mask(float... values) {
        return manager.create(values, new Shape(1, 2, 2));
    }

    private final LocalityMeter meter = new LocalityMeter();

    @Test
    void ratiosAreThoseComputedByHand() {
        NDArray black = image(0, 0, 0, 0, 0, 0, 0, 0);
        // Inside the first pixel 0.5 and 1: mean square 0.625. Outside 0.5 on one of six values: 0.25 / 6.
        meter.add(black, image(0.5f, 0.5f, 0, 0, 1, 0, 0, 0), mask(1, 0, 0, 0));
        double first = 0.25 / 6 / 0.625;
        assertThat(meter.result().meanRatio()).isCloseTo(first, within(1e-12));
        assertThat(meter.result().pooledRatio()).isCloseTo(first, within(1e-12));
        assertThat(meter.result().standardError()).isNaN();
        // Inside the first two pixels 1 on all four values, outside 0.5 on all four.
        meter.add(black, image(1, 1, 0.5f, 0.5f, 1, 1, 0.5f, 0.5f), mask(1, 1, 0, 0));
        Locality result = meter.result();
        assertThat(result.pairs()).isEqualTo(2);
        assertThat(result.meanRatio()).isCloseTo((first + 0.25) / 2, within(1e-12));
        assertThat(result.pooledRatio()).isCloseTo((0.25 / 6 + 0.25) / (0.625 + 1), within(1e-12));
        assertThat(result.inside()).isCloseTo((0.625 + 1) / 2, within(1e-12));
        assertThat(result.standardError()).isCloseTo((0.25 - first) / 2, within(1e-12));
    }

    @Test
    void noChangeOutsideIsZero() {
        meter.add(image(0, 0, 0, 0, 0, 0, 0, 0), image(1, 0, 0, 0, 0, 0, 0, 0), mask(1, 0, 0, 0));
        assertThat(meter.result().meanRatio()).isZero();
        assertThat(meter.result().pooledRatio()).isZero();
    }

    @Test
    void pairsWithoutARatioAreCounted() {
        NDArray black = image(0, 0, 0, 0, 0, 0, 0, 0);
        meter.add(black, image(0, 1, 0, 0, 0, 0, 0, 0), mask(1, 0, 0, 0)); // no change inside
        meter.add(black, image(0, 1, 0, 0, 0, 0, 0, 0), mask(0, 0, 0, 0));
        meter.add(black, image(0, 1, 0, 0, 0, 0, 0, 0), mask(1, 1, 1, 1));
        Locality result = meter.result();
        assertThat(result.pairs()).isZero();
        assertThat(result.unchanged()).isEqualTo(1);
        assertThat(result.unmasked()).isEqualTo(2);
        assertThat(result.meanRatio()).isNaN();
        assertThat(Json.compact(result)).contains("\"unchanged\":1");
    }

    @Test
    void batchesAgreeWithPlainSums() {
        int n = 7;
        NDArray before =
                Draws.normal(manager, Draws.stream(1), new Shape(n, 3, 4, 5)).clip(-1, 1);
        NDArray after =
                Draws.normal(manager, Draws.stream(2), new Shape(n, 3, 4, 5)).clip(-1, 1);
        NDArray masks = Draws.normal(manager, Draws.stream(3), new Shape(n, 4, 5))
                .gt(0.3f)
                .toType(before.getDataType(), false);
        meter.add(before.get("0:3"), after.get("0:3"), masks.get("0:3"));
        meter.add(before.get("3:7"), after.get("3:7"), masks.get("3:7"));
        float[] x = before.toFloatArray();
        float[] y = after.toFloatArray();
        float[] g = masks.toFloatArray();
        DescriptiveStatistics ratios = new DescriptiveStatistics();
        double insides = 0;
        double outsides = 0;
        for (int i = 0; i < n; i++) {
            double[] sums = new double[4];
            for (int e = 0; e < 60; e++) {
                double d = y[i * 60 + e] - x[i * 60 + e];
                int side = g[i * 20 + e % 20] > 0 ? 0 : 1;
                sums[side] += d * d;
                sums[2 + side]++;
            }
            ratios.addValue(sums[1] / sums[3] / (sums[0] / sums[2]));
            insides += sums[0] / sums[2];
            outsides += sums[1] / sums[3];
        }
        Locality result = meter.result();
        assertThat(result.pairs()).isEqualTo(n);
        assertThat(result.meanRatio()).isCloseTo(ratios.getMean(), within(1e-6));
        assertThat(result.standardError()).isCloseTo(ratios.getStandardDeviation() / Math.sqrt(n), within(1e-6));
        assertThat(result.pooledRatio()).isCloseTo(outsides / insides, within(1e-6));
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        NDArray black = image(0, 0, 0, 0, 0, 0, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter.add(black, black, manager.zeros(new Shape(1, 1, 2, 2))))
                .withMessageContaining("[N, H, W]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meter.add(black, manager.zeros(new Shape(1, 2, 2, 3)), mask(1, 0, 0, 0)));
        assertThat(manager.getManagedArrays()).isNotEmpty();
    }

    @Test
    void nothingStaysOfABatch() {
        NDArray black = image(0, 0, 0, 0, 0, 0, 0, 0);
        NDArray m = mask(1, 0, 0, 0);
        int before = manager.getManagedArrays().size();
        meter.add(black, black, m);
        assertThat(manager.getManagedArrays()).hasSize(before);
    }
}
