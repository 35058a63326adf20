package io.interp.partition.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.util.MathArrays;
import org.junit.jupiter.api.Test;

class CenteredMapsTest {

    /** At 1e6 a product of two maps is about 1e13 and holds its last digit at 1e-3: unshifted, distances are noise. */
    @Test
    void distancesOfMeanMapsKeepTheirDigitsOnALargeCommonPart() {
        Random random = new Random(0);
        double[][] maps = new double[8][11];
        double[] mean = new double[8 * 11];
        double[] square = new double[8];
        for (int j = 0; j < 8; j++) {
            Arrays.setAll(maps[j], k -> 1e6 + random.nextInt(256) / 256.0);
            System.arraycopy(maps[j], 0, mean, j * 11, 11);
            square[j] = 2 * Arrays.stream(maps[j]).map(v -> v * v).sum();
        }
        CenteredMaps centered = new CenteredMaps(FilterStatistics.of(8, 11, mean, square, 3));
        for (int a = 0; a < 8; a++) {
            for (int b = 0; b < 8; b++) {
                double distance = Math.pow(MathArrays.distance(maps[a], maps[b]), 2);
                assertThat(centered.squaredDistance(a, b)).isCloseTo(distance, within(1e-8));
                assertThat(centered.squaredDistance(a, maps[b], 0)).isCloseTo(distance, within(1e-8));
            }
        }
        double[] mixed = new double[11];
        centered.mix(new double[] {0, 0.25, 0, 0.75, 0, 0, 0, 0}, 0, mixed, 0);
        for (int k = 0; k < 11; k++) {
            assertThat(mixed[k]).isCloseTo(0.25 * maps[1][k] + 0.75 * maps[3][k], within(1e-8));
        }
    }
}
