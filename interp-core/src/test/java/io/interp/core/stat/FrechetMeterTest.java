package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrechetMeterTest {

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    /** Features are the mean of each channel, so that distances between constant images are known. */
    private static final class ChannelMeans implements Embedder {
        @Override
        public String name() {
            return "channel-means";
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public NDArray embed(NDArray images) {
            return images.reshape(images.getShape().get(0), 2, -1).mean(new int[] {2});
        }

        @Override
        public void close() {}
    }

    /** Smooth random blobs on a background, with noise of a given strength. */
    private static ImageStream blobs(long seed, double noise) {
        RandomGenerator random = RunningStatContract.random(seed);
        return (m, count) -> {
            float[] values = new float[count * 256];
            for (int n = 0; n < count; n++) {
                double x = random.nextDouble(4, 12);
                double y = random.nextDouble(4, 12);
                double r = random.nextDouble(2, 4);
                for (int p = 0; p < 256; p++) {
                    int row = p / 16;
                    double d = Math.hypot(p % 16 - x, row - y) - r;
                    double value = -Math.tanh(d) + noise * random.nextGaussian();
                    values[n * 256 + p] = (float) Math.max(-1, Math.min(1, value));
                }
            }
            return m.create(values, new Shape(count, 1, 16, 16));
        };
    }

    @Test
    void distanceOfKnownFeaturesIsExact() {
        // Pairs at (c - s, c + s) have mean c and unbiased variance 2 s^2 in both channels, fully correlated.
        FrechetMeter meter = new FrechetMeter(new ChannelMeans());
        RunningCovariance a = meter.collect(manager, pairs(0, 0.5), 2, 2);
        RunningCovariance b = meter.collect(manager, pairs(0.25, 0.125), 2, 1);
        // So the only eigenvalue is (2 s)^2, along the same direction in both sets.
        double expected = 2 * 0.25 * 0.25 + Math.pow(2 * 0.5 - 2 * 0.125, 2);
        assertThat(meter.distance(a, b)).isCloseTo(expected, within(1e-8));
    }

    private static ImageStream pairs(double center, double spread) {
        int[] at = {0};
        return (m, count) -> {
            float[] values = new float[count * 2 * 4];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((at[0] + i / 8) % 2 == 0 ? center - spread : center + spread);
            }
            at[0] += count;
            return m.create(values, new Shape(count, 2, 2, 2));
        };
    }

    @Test
    void distanceGrowsWithDamage() {
        try (RandomConvolutionEmbedder embedder = new RandomConvolutionEmbedder(manager, 1, 0)) {
            FrechetMeter meter = new FrechetMeter(embedder);
            RunningCovariance clean = meter.collect(manager, blobs(1, 0), 600, 64);
            double same = meter.distance(clean, meter.collect(manager, blobs(2, 0), 600, 64));
            double little = meter.distance(clean, meter.collect(manager, blobs(3, 0.1), 600, 64));
            double more = meter.distance(clean, meter.collect(manager, blobs(4, 0.4), 600, 64));
            assertThat(clean.count()).isEqualTo(600);
            // Two clean sets are apart only by the bias of 600 samples in 256 dimensions.
            assertThat(same).isLessThan(little / 2);
            assertThat(little).isLessThan(more / 4);
        }
    }

    @Test
    void batchSizeAndGradientsMakeNoDifferenceAndNothingIsKept() {
        try (RandomConvolutionEmbedder embedder = new RandomConvolutionEmbedder(manager, 1, 0)) {
            FrechetMeter meter = new FrechetMeter(embedder);
            int arrays = manager.getManagedArrays().size();
            RunningCovariance large = meter.collect(manager, blobs(5, 0.1), 60, 60);
            RunningCovariance small = meter.collect(
                    manager,
                    new ImageStream() {
                        private final ImageStream source = blobs(5, 0.1);

                        @Override
                        public NDArray next(NDManager m, int count) {
                            NDArray images = source.next(m, count);
                            images.setRequiresGradient(true);
                            return images;
                        }
                    },
                    60,
                    7);
            assertThat(manager.getManagedArrays()).hasSize(arrays);
            assertThat(meter.distance(large, small)).isCloseTo(0, within(1e-5));
            for (int i = 0; i < 256; i++) {
                assertThat(small.mean()[i]).isCloseTo(large.mean()[i], within(1e-5));
            }
        }
    }

    @Test
    void endOfTheDataEndsTheSet() {
        FrechetMeter meter = new FrechetMeter(new ChannelMeans());
        int[] left = {5};
        RunningCovariance features = meter.collect(
                manager,
                (m, count) -> {
                    int given = Math.min(count, left[0]);
                    left[0] -= given;
                    return m.ones(new Shape(given, 2, 4, 4));
                },
                100,
                2);
        assertThat(features.count()).isEqualTo(5);
    }

    @Test
    void badUseIsRefused() {
        FrechetMeter meter = new FrechetMeter(new ChannelMeans());
        ImageStream source = (m, count) -> m.ones(new Shape(count + 1, 2, 4, 4));
        assertThatThrownBy(() -> meter.collect(manager, source, 10, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most the 4 images");
        assertThatThrownBy(() -> meter.collect(manager, source, 1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> meter.collect(manager, source, 10, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> meter.add(new RunningCovariance(3), manager.ones(new Shape(1, 2, 4, 4))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
