package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RandomConvolutionEmbedderTest {

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    private NDArray images(long seed, int n, int channels, int height, int width) {
        RandomGenerator random = RunningStatContract.random(seed);
        float[] values = new float[n * channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return manager.create(values, new Shape(n, channels, height, width));
    }

    /** The documented network in plain loops and doubles. */
    private static double[] reference(double[][][] image, long seed) {
        RandomGenerator random = RunningStatContract.random(seed);
        double[] features = new double[256];
        int at = 0;
        double[][][] x = image;
        for (int filters : new int[] {24, 40, 64}) {
            int channels = x.length;
            double deviation = Math.sqrt(2.0 / (channels * 9));
            double[][][][] weight = new double[filters][channels][3][3];
            for (double[][][] filter : weight) {
                for (double[][] plane : filter) {
                    for (double[] row : plane) {
                        for (int i = 0; i < 3; i++) {
                            row[i] = random.nextGaussian() * deviation;
                        }
                    }
                }
            }
            int height = (x[0].length + 1) / 2;
            int width = (x[0][0].length + 1) / 2;
            double[][][] y = new double[filters][height][width];
            for (int f = 0; f < filters; f++) {
                double bias = random.nextGaussian() * deviation;
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < height; i++) {
                    for (int j = 0; j < width; j++) {
                        double value = bias;
                        for (int c = 0; c < channels; c++) {
                            for (int k = 0; k < 9; k++) {
                                int row = 2 * i + k / 3 - 1;
                                int column = 2 * j + k % 3 - 1;
                                if (row >= 0 && row < x[c].length && column >= 0 && column < x[c][0].length) {
                                    value += weight[f][c][k / 3][k % 3] * x[c][row][column];
                                }
                            }
                        }
                        y[f][i][j] = value < 0 ? 0.2 * value : value;
                        sum += y[f][i][j];
                        squares += y[f][i][j] * y[f][i][j];
                    }
                }
                double mean = sum / (height * width);
                features[at + f] = mean;
                features[at + filters + f] = Math.sqrt(squares / (height * width) - mean * mean);
            }
            at += 2 * filters;
            x = y;
        }
        return features;
    }

    @Test
    void agreesWithPlainLoops() {
        int height = 17;
        int width = 22;
        NDArray images = images(1, 2, 3, height, width);
        float[] values = images.toFloatArray();
        try (RandomConvolutionEmbedder embedder = new RandomConvolutionEmbedder(manager, 3, 42)) {
            NDArray features = embedder.embed(images);
            assertThat(embedder.dimension()).isEqualTo(256);
            assertThat(features.getShape()).isEqualTo(new Shape(2, 256));
            float[] actual = features.toFloatArray();
            for (int n = 0; n < 2; n++) {
                double[][][] image = new double[3][height][width];
                for (int i = 0; i < 3 * height * width; i++) {
                    image[i / (height * width)][i / width % height][i % width] = values[n * 3 * height * width + i];
                }
                double[] expected = reference(image, 42);
                for (int d = 0; d < 256; d++) {
                    assertThat((double) actual[n * 256 + d])
                            .as("feature %d", d)
                            .isCloseTo(expected[d], within(2e-5 * (1 + Math.abs(expected[d]))));
                }
            }
        }
    }

    @Test
    void sameSeedSameFeaturesOtherSeedOthers() {
        NDArray images = images(2, 3, 1, 16, 16);
        try (RandomConvolutionEmbedder a = new RandomConvolutionEmbedder(manager, 1, 7);
                RandomConvolutionEmbedder b = new RandomConvolutionEmbedder(manager, 1, 7);
                RandomConvolutionEmbedder c = new RandomConvolutionEmbedder(manager, 1, 8)) {
            float[] features = a.embed(images).toFloatArray();
            assertThat(b.embed(images).toFloatArray()).isEqualTo(features);
            assertThat(c.embed(images).toFloatArray()).isNotEqualTo(features);
            assertThat(a.name()).isEqualTo(b.name()).isNotEqualTo(c.name());
        }
    }

    @Test
    void keepsNoMemoryButTheResult() {
        NDArray images = images(3, 4, 3, 32, 32);
        RandomConvolutionEmbedder embedder = new RandomConvolutionEmbedder(manager, 3, 0);
        int arrays = manager.getManagedArrays().size();
        for (int i = 0; i < 50; i++) {
            try (NDArray features = embedder.embed(images)) {
                assertThat(features.getManager()).isSameAs(images.getManager());
                assertThat(manager.getManagedArrays()).hasSize(arrays + 1);
            }
        }
        assertThat(manager.getManagedArrays()).hasSize(arrays);
        embedder.close();
        // Three weights and three biases are gone.
        assertThat(manager.getManagedArrays()).hasSize(arrays - 6);
    }

    @Test
    void badImagesAreRefused() {
        try (RandomConvolutionEmbedder embedder = new RandomConvolutionEmbedder(manager, 3, 0)) {
            assertThatThrownBy(() -> embedder.embed(images(4, 1, 1, 16, 16)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[N, 3, H, W]");
            assertThatThrownBy(() -> embedder.embed(images(4, 1, 3, 15, 16)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> embedder.embed(images(4, 1, 3, 16, 16).toType(DataType.FLOAT64, false)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> embedder.embed(images(4, 1, 3, 16, 16).get(0)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new RandomConvolutionEmbedder(manager, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
