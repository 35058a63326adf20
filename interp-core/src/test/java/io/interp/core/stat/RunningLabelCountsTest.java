package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts over levels and at thresholds, against loops. Values are on a grid, so they often equal a level. */
class RunningLabelCountsTest {

    private static final int IMAGES = 11;
    private static final int UNITS = 3;
    private static final int CLASSES = 4;
    private static final int HEIGHT = 3;
    private static final int WIDTH = 5;
    private static final int AREA = HEIGHT * WIDTH;
    private static final int LEVELS = 7;

    private NDManager manager;
    private float[] values;
    private long[] labels;
    private int channels;
    private float[][] levels;
    private float[][] thresholds;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Channel 0 has classes 0 and 1, channel 1 classes 2 and 3: no class twice at a position. */
    private void draw(long seed) {
        RandomGenerator random = RunningStatContract.random(seed);
        channels = 1 + (int) (seed % 2);
        values = RunningStatContract.draw(random, IMAGES * UNITS * AREA);
        labels = new long[IMAGES * channels * AREA];
        for (int i = 0; i < labels.length; i++) {
            int channel = i / AREA % channels;
            labels[i] = channels == 1 ? random.nextInt(CLASSES) : 2 * channel + random.nextInt(2);
        }
        levels = new float[UNITS][];
        thresholds = new float[UNITS][];
        for (int u = 0; u < UNITS; u++) {
            levels[u] = RunningStatContract.draw(random, LEVELS);
            Arrays.sort(levels[u]);
            thresholds[u] = RunningStatContract.draw(random, CLASSES);
        }
    }

    private NDArray values(int from, int to) {
        return manager.create(
                Arrays.copyOfRange(values, from * UNITS * AREA, to * UNITS * AREA),
                new Shape(to - from, UNITS, HEIGHT, WIDTH));
    }

    private NDArray labels(int from, int to) {
        return manager.create(
                Arrays.copyOfRange(labels, from * channels * AREA, to * channels * AREA),
                new Shape(to - from, channels, HEIGHT, WIDTH));
    }

    private boolean has(int image, int position, int label) {
        for (int m = 0; m < channels; m++) {
            if (labels[(image * channels + m) * AREA + position] == label) {
                return true;
            }
        }
        return false;
    }

    /** Both, unit, class of one pair at one threshold over the images of a range, by a loop. */
    private long[] loop(int unit, int label, double threshold, int from, int to) {
        long[] sums = new long[3];
        for (int n = from; n < to; n++) {
            for (int p = 0; p < AREA; p++) {
                boolean on = values[(n * UNITS + unit) * AREA + p] > threshold;
                boolean there = has(n, p, label);
                sums[0] += on && there ? 1 : 0;
                sums[1] += on ? 1 : 0;
                sums[2] += there ? 1 : 0;
            }
        }
        return sums;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void levelCountsAreThoseOfALoop(long seed) {
        draw(seed);
        RunningLevelCounts counts = new RunningLevelCounts(levels, CLASSES);
        counts.add(values(0, 4), labels(0, 4));
        counts.add(values(4, IMAGES), labels(4, IMAGES));
        assertThat(counts.count()).isEqualTo((long) IMAGES * AREA);
        assertThat(counts.images()).isEqualTo(IMAGES);
        for (int u = 0; u < UNITS; u++) {
            for (int k = 0; k < CLASSES; k++) {
                for (int l = 0; l < LEVELS; l++) {
                    long[] expected = loop(u, k, levels[u][l], 0, IMAGES);
                    assertThat(counts.intersections(u, k)[l]).isEqualTo(expected[0]);
                    assertThat(counts.unitAreas(u)[l]).isEqualTo(expected[1]);
                    assertThat(counts.classArea(k)).isEqualTo(expected[2]);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void thresholdCountsAreThoseOfALoop(long seed) {
        draw(seed);
        RunningThresholdCounts counts = new RunningThresholdCounts(thresholds, 0, 1);
        counts.add(values(0, IMAGES), labels(0, IMAGES), 0);
        for (int u = 0; u < UNITS; u++) {
            for (int k = 0; k < CLASSES; k++) {
                long[] expected = loop(u, k, thresholds[u][k], 0, IMAGES);
                assertThat(counts.intersections()[u * CLASSES + k]).isEqualTo(expected[0]);
                assertThat(counts.unitAreas()[u * CLASSES + k]).isEqualTo(expected[1]);
                assertThat(counts.classAreas()[k]).isEqualTo(expected[2]);
            }
        }
    }

    @Test
    void partsMergedInAnyOrderAreTheWhole() {
        draw(7);
        RunningLevelCounts levelWhole = new RunningLevelCounts(levels, CLASSES);
        levelWhole.add(values(0, IMAGES), labels(0, IMAGES));
        RunningThresholdCounts whole = new RunningThresholdCounts(thresholds, 20, 5);
        whole.add(values(0, IMAGES), labels(0, IMAGES), 0);
        RunningLevelCounts levelParts = new RunningLevelCounts(levels, CLASSES);
        RunningThresholdCounts parts = new RunningThresholdCounts(thresholds, 20, 5);
        for (int[] range : new int[][] {{6, 11}, {0, 1}, {3, 6}, {1, 3}}) {
            RunningLevelCounts levelPart = new RunningLevelCounts(levels, CLASSES);
            levelPart.add(values(range[0], range[1]), labels(range[0], range[1]));
            levelParts.merge(levelPart);
            RunningThresholdCounts part = new RunningThresholdCounts(thresholds, 20, 5);
            part.add(values(range[0], range[1]), labels(range[0], range[1]), range[0]);
            parts.merge(part);
        }
        RunningStatContract.assertEqualState(levelParts, levelWhole);
        RunningStatContract.assertEqualState(parts, whole);
        RunningThresholdCounts restored = new RunningThresholdCounts(thresholds, 20, 5);
        restored.restore(whole.state());
        RunningStatContract.assertEqualState(restored, whole);
        RunningLevelCounts levelRestored = new RunningLevelCounts(levels, CLASSES);
        levelRestored.restore(levelWhole.state());
        RunningStatContract.assertEqualState(levelRestored, levelWhole);
    }

    /**
     * For independent positions the spread of a bootstrap is that of the ratio itself, found here by the delta method over
     * images: the variance of sum(both - iou * union) / union.
     */
    @Test
    void bootstrapSpreadIsThatOfTheRatioOverImages() {
        int images = 400;
        int repeats = 2000;
        RandomGenerator random = RunningStatContract.random(8);
        float[] drawn = new float[images * AREA];
        long[] there = new long[images * AREA];
        for (int n = 0; n < images; n++) {
            double share = random.nextDouble();
            for (int p = 0; p < AREA; p++) {
                there[n * AREA + p] = random.nextDouble() < share ? 1 : 0;
                drawn[n * AREA + p] = (float) (random.nextGaussian() + there[n * AREA + p]);
            }
        }
        RunningThresholdCounts counts = new RunningThresholdCounts(new float[][] {{0.5f, 0.5f}}, repeats, 3);
        counts.add(
                manager.create(drawn, new Shape(images, 1, HEIGHT, WIDTH)),
                manager.create(there, new Shape(images, 1, HEIGHT, WIDTH)),
                0);
        double[] both = new double[images];
        double[] union = new double[images];
        for (int i = 0; i < drawn.length; i++) {
            both[i / AREA] += drawn[i] > 0.5f && there[i] == 1 ? 1 : 0;
            union[i / AREA] += drawn[i] > 0.5f || there[i] == 1 ? 1 : 0;
        }
        double iou = Arrays.stream(both).sum() / Arrays.stream(union).sum();
        double squares = 0;
        for (int n = 0; n < images; n++) {
            squares += Math.pow(both[n] - iou * union[n], 2);
        }
        double expected = Math.sqrt(squares) / Arrays.stream(union).sum();
        double[] repeated = counts.repeatedIou(0, 1);
        double mean = Arrays.stream(repeated).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(repeated)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
        // The spread of 2,000 repeats is known to 1/sqrt(4000), 1.6 %; four times that, and 1 % for the delta method.
        assertThat(spread / expected).isBetween(0.925, 1.075);
        assertThat(mean).isBetween(iou - 0.2 * expected, iou + 0.2 * expected);
    }

    @Test
    void badInputIsRefusedAndChangesNothing() {
        draw(2);
        RunningLevelCounts counts = new RunningLevelCounts(levels, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counts.add(values(0, 2), labels(0, 2)))
                .withMessageContaining("from 0 to 1");
        assertThat(counts.count()).isZero();
        RunningLevelCounts fitting = new RunningLevelCounts(levels, CLASSES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fitting.add(values(0, 2), labels(0, 3)))
                .withMessageContaining("labels must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunningLevelCounts(new float[][] {{2, 1}}, 2))
                .withMessageContaining("rise");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunningThresholdCounts(new float[][] {{Float.NaN}}, 0, 1))
                .withMessageContaining("finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunningThresholdCounts(new float[1000][1000], 1000, 1))
                .withMessageContaining("2 GiB");
        RunningThresholdCounts other = new RunningThresholdCounts(thresholds, 3, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RunningThresholdCounts(thresholds, 3, 2).merge(other))
                .withMessageContaining("seed");
    }
}
