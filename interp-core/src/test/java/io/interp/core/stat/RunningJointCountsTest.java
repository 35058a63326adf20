package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningJointCountsTest {

    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    private static boolean[] mask(RandomGenerator random, int length) {
        boolean[] mask = new boolean[length];
        for (int i = 0; i < length; i++) {
            mask[i] = random.nextInt(4) == 0;
        }
        return mask;
    }

    @Test
    void countsAreThoseOfALoop() {
        int images = 9;
        int positions = 35;
        RandomGenerator random = RunningStatContract.random(1);
        boolean[] units = mask(random, images * 4 * positions);
        boolean[] classes = mask(random, images * 3 * positions);
        NDArray unitMasks = manager.create(units, new Shape(images, 4, 5, 7));
        NDArray classMasks = manager.create(classes, new Shape(images, 3, 5, 7));
        RunningJointCounts counts = new RunningJointCounts(4, 3);
        counts.add(unitMasks, classMasks.toType(DataType.FLOAT32, false));
        assertThat(counts.count()).isEqualTo((long) images * positions);
        for (int u = 0; u < 4; u++) {
            for (int c = 0; c < 3; c++) {
                long both = 0;
                long either = 0;
                long unitArea = 0;
                for (int n = 0; n < images; n++) {
                    for (int p = 0; p < positions; p++) {
                        boolean a = units[(n * 4 + u) * positions + p];
                        boolean b = classes[(n * 3 + c) * positions + p];
                        both += a && b ? 1 : 0;
                        either += a || b ? 1 : 0;
                        unitArea += a ? 1 : 0;
                    }
                }
                assertThat(counts.intersection(u, c)).isEqualTo(both);
                assertThat(counts.unitArea(u)).isEqualTo(unitArea);
                assertThat(counts.unitArea(u) + counts.classArea(c) - both).isEqualTo(either);
                assertThat(counts.iou(u, c)).isEqualTo((double) both / either);
            }
        }

        RunningJointCounts parts = new RunningJointCounts(4, 3);
        parts.add(unitMasks.get("6:9"), classMasks.get("6:9"));
        RunningJointCounts rest = new RunningJointCounts(4, 3);
        rest.add(unitMasks.get("0:6"), classMasks.get("0:6"));
        parts.merge(rest);
        RunningStatContract.assertEqualState(parts, counts);
        RunningJointCounts copy = new RunningJointCounts(4, 3);
        copy.restore(counts.state());
        RunningStatContract.assertEqualState(copy, counts);
    }

    @Test
    void staysExactBeyondTheRangeOfFloat() {
        // 5 images of 2^22 positions, all on but the first: 20 971 515 is odd and above 2^24, so no float32.
        NDArray on = manager.ones(new Shape(5, 1, 1 << 22), DataType.UINT8);
        on.set(new NDIndex(":, :, 0"), 0);
        RunningJointCounts counts = new RunningJointCounts(1, 1);
        counts.add(on, on);
        assertThat(counts.intersection(0, 0)).isEqualTo(5L * (1 << 22) - 5);
        assertThat(counts.unitArea(0)).isEqualTo(5L * (1 << 22) - 5);
        assertThat(counts.iou(0, 0)).isEqualTo(1);
    }

    @Test
    void neverOnIsNoOverlap() {
        RunningJointCounts counts = new RunningJointCounts(2, 2);
        counts.add(manager.zeros(new Shape(3, 2)), manager.zeros(new Shape(3, 2)));
        assertThat(counts.iou(1, 1)).isZero();
        assertThat(counts.count()).isEqualTo(3);
    }

    @Test
    void badMasksAreRefusedAndChangeNothing() {
        RunningJointCounts counts = new RunningJointCounts(2, 3);
        NDArray units = manager.ones(new Shape(4, 2, 5));
        NDArray classes = manager.ones(new Shape(4, 3, 5));
        assertThatThrownBy(() -> counts.add(classes, classes)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counts.add(units, units)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counts.add(units, manager.ones(new Shape(4, 3, 6))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counts.add(units, manager.ones(new Shape(3, 3, 5))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counts.add(units.mul(0.5), classes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("threshold");
        assertThatThrownBy(() -> counts.add(units, classes.mul(Float.NaN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counts.merge(counts)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counts.merge(new RunningJointCounts(3, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> counts.restore(new RunningJointCounts(3, 2).state()))
                .isInstanceOf(IllegalArgumentException.class);
        RunningStatContract.assertEqualState(counts, new RunningJointCounts(2, 3));
    }

    @Test
    void keepsNoEngineMemory() {
        NDArray units = manager.ones(new Shape(4, 2, 5)).gt(0);
        NDArray classes = manager.ones(new Shape(4, 3, 5));
        RunningJointCounts counts = new RunningJointCounts(2, 3);
        int arrays = manager.getManagedArrays().size();
        for (int i = 0; i < 200; i++) {
            counts.add(units, classes);
        }
        assertThat(manager.getManagedArrays()).hasSize(arrays);
        assertThat(counts.intersection(1, 2)).isEqualTo(200 * 20);
    }
}
