package io.interp.eigengan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.interp.core.Generator;
import java.util.Arrays;

/** Maps of one image in double. */
final class Maps {

    private final double[][][] values;

    private Maps(double[][][] values) {
        this.values = values;
    }

    static Maps of(NDArray array) {
        long[] shape = array.getShape().getShape();
        float[] flat = array.toFloatArray();
        double[][][] values = new double[(int) shape[1]][(int) shape[2]][(int) shape[3]];
        int at = 0;
        for (double[][] map : values) {
            for (double[] row : map) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = flat[at++];
                }
            }
        }
        return new Maps(values);
    }

    Maps plus(Maps other) {
        double[][][] sum = new double[values.length][values[0].length][values[0].length];
        for (int c = 0; c < sum.length; c++) {
            for (int y = 0; y < sum[c].length; y++) {
                for (int x = 0; x < sum[c].length; x++) {
                    sum[c][y][x] = values[c][y][x] + other.values[c][y][x];
                }
            }
        }
        return new Maps(sum);
    }

    Maps rectified() {
        double[][][] out = plus(this).values;
        for (double[][] map : out) {
            for (double[] row : map) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = row[x] / 2 * (row[x] > 0 ? 1 : 0.2);
                }
            }
        }
        return new Maps(out);
    }

    /** Every input pixel adds its kernel at stride times its place, less the padding. */
    Maps transposed(Generator generator, String weight, String bias, int stride) {
        NDArray kernel = generator.state().get(weight);
        float[] w = kernel.toFloatArray();
        float[] b = generator.state().get(bias).toFloatArray();
        int filters = (int) kernel.getShape().get(1);
        int k = (int) kernel.getShape().get(2);
        int size = values[0].length;
        double[][][] out = new double[filters][size * stride][size * stride];
        for (int f = 0; f < filters; f++) {
            for (double[] row : out[f]) {
                Arrays.fill(row, b[f]);
            }
            for (int c = 0; c < values.length; c++) {
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        for (int i = 0; i < k; i++) {
                            for (int j = 0; j < k; j++) {
                                int row = y * stride + i - (k - 1) / 2;
                                int column = x * stride + j - (k - 1) / 2;
                                if (row >= 0 && column >= 0 && row < size * stride && column < size * stride) {
                                    out[f][row][column] += values[c][y][x] * w[((c * filters + f) * k + i) * k + j];
                                }
                            }
                        }
                    }
                }
            }
        }
        return new Maps(out);
    }

    void assertClose(NDArray array) {
        double[][][] actual = of(array).values;
        assertThat(actual).hasDimensions(values.length, values[0].length);
        for (int c = 0; c < actual.length; c++) {
            for (int y = 0; y < actual[c].length; y++) {
                assertThat(actual[c][y]).containsExactly(values[c][y], within(1e-4));
            }
        }
    }
}
