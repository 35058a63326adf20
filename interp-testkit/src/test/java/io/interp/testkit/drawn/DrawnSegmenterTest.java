package io.interp.testkit.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.testkit.fit.Confusion;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrawnSegmenterTest {

    /** No face of the training data, whose seed is 1. */
    private static final long HELD_OUT = 9001;

    private static final int COUNT = 100;

    private NDManager manager;
    private DrawnSegmenter segmenter;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        segmenter = DrawnSegmenter.load(manager);
    }

    @AfterEach
    void close() {
        segmenter.close();
        manager.close();
    }

    private NDArray images(int size, int count) {
        DrawnFaces faces = new DrawnFaces(size, count, HELD_OUT);
        float[] values = new float[count * 3 * size * size];
        for (int i = 0; i < count; i++) {
            System.arraycopy(faces.pixels(i), 0, values, i * 3 * size * size, 3 * size * size);
        }
        return manager.create(values, new Shape(count, 3, size, size));
    }

    private static Confusion compare(NDArray found) {
        int count = (int) found.getShape().get(0);
        DrawnFaces faces = new DrawnFaces(32, count, HELD_OUT);
        long[] labels = found.toLongArray();
        Confusion confusion = new Confusion(DrawnFace.CLASSES.size());
        for (int face = 0; face < count; face++) {
            byte[] mask = faces.mask(face);
            for (int p = 0; p < mask.length; p++) {
                confusion.add(mask[p], (int) labels[face * mask.length + p]);
            }
        }
        return confusion;
    }

    @Test
    void findsThePartsOfFacesItHasNotSeen() {
        NDArray found = segmenter.segment(images(32, COUNT));
        assertThat(found.getShape()).isEqualTo(new Shape(COUNT, 32, 32));
        assertThat(found.getDataType()).isEqualTo(DataType.INT64);
        // Measured: 0.957; background 0.97, skin 0.87, hair 0.88, brows 0.56, eyes 0.77, nose 0.74, mouth 0.78.
        assertQuality(compare(found), 0.945, 0.95, 0.85, 0.85, 0.50, 0.71, 0.69, 0.73);
    }

    @Test
    void seesGreyImages() {
        NDArray grey = images(32, COUNT).mean(new int[] {1}, true); // [N, 1, 32, 32]
        // Measured: 0.941; background 0.95, skin 0.83, hair 0.84, brows 0.55, eyes 0.67, nose 0.68, mouth 0.74.
        assertQuality(compare(segmenter.segment(grey)), 0.925, 0.93, 0.80, 0.80, 0.48, 0.61, 0.62, 0.69);
    }

    @Test
    void seesLargerImages() {
        // Measured at 64 x 64 as at 32 x 32, to the second digit.
        assertQuality(compare(segmenter.segment(images(64, COUNT))), 0.945, 0.95, 0.85, 0.85, 0.50, 0.71, 0.69, 0.73);
        assertThat(segmenter.segment(images(40, 2)).getShape()).isEqualTo(new Shape(2, 32, 32));
        assertThat(compare(segmenter.segment(images(200, 10))).accuracy()).isGreaterThan(0.9);
    }

    private static void assertQuality(Confusion confusion, double accuracy, double... overlaps) {
        assertThat(confusion.accuracy()).isGreaterThan(accuracy);
        for (int label = 0; label < overlaps.length; label++) {
            assertThat(confusion.overlap(label))
                    .as(DrawnFace.CLASSES.get(label))
                    .isGreaterThan(overlaps[label]);
        }
    }

    @Test
    void anImageIsSegmentedAlikeInEveryBatch() {
        NDArray images = images(32, 6);
        long[] together = segmenter.segment(images).toLongArray();
        long[] alone = segmenter.segment(images.get("4:5")).toLongArray();
        assertThat(alone).isEqualTo(Arrays.copyOfRange(together, 4 * 1024, 5 * 1024));
        try (DrawnSegmenter again = DrawnSegmenter.load(manager)) {
            assertThat(again.segment(images).toLongArray()).isEqualTo(together);
        }
    }

    @Test
    void leavesNothingBehindButItsAnswer() {
        NDArray images = images(48, 2);
        int before = manager.getManagedArrays().size();
        segmenter.segment(images).close();
        assertThat(manager.getManagedArrays()).hasSize(before);
        segmenter.close();
        assertThat(manager.getManagedArrays()).hasSize(1);
    }

    @Test
    void namesItsClassesAndRefusesOtherShapes() {
        assertThat(segmenter.labels()).isEqualTo(DrawnFace.CLASSES);
        assertThat(segmenter.name()).isEqualTo("drawn-segmenter");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> segmenter.segment(manager.ones(new Shape(1, 2, 32, 32))))
                .withMessageContaining("got (1, 2, 32, 32)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> segmenter.segment(manager.ones(new Shape(3, 32, 32))))
                .withMessageContaining("[N, C, H, W]");
    }

    @Test
    void softScoresAreTheShareOfEachPart() {
        NDArray images = images(64, 3);
        long[] found = segmenter.segment(images).toLongArray();
        double[] sum = new double[found.length];
        float[] best = new float[found.length];
        float[] chosen = new float[found.length];
        for (int label = 0; label < DrawnFace.CLASSES.size(); label++) {
            float[] score = segmenter.softScore(images, label).toFloatArray();
            for (int p = 0; p < found.length; p++) {
                sum[p] += score[p];
                best[p] = Math.max(best[p], score[p]);
                chosen[p] = found[p] == label ? score[p] : chosen[p];
            }
        }
        for (double total : sum) {
            assertThat(total).isCloseTo(1, within(1e-5));
        }
        assertThat(chosen).isEqualTo(best);
    }
}
