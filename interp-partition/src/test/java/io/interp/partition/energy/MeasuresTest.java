package io.interp.partition.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.InterpException;
import io.interp.core.tensor.Draws;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeasuresTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void cosinesEqualTheMeanOverPairs() {
        int[] groups = {0, 2, 0, -1, 2, 0, 1};
        int batch = 4;
        int positions = 6;
        NDArray f = Draws.normal(manager, Draws.stream(3), new Shape(batch, groups.length, 2, 3))
                .maximum(0f);
        float[] values = f.toFloatArray();
        Arrays.fill(values, positions, 2 * positions, 0); // filter 1 is dead on image 0
        double same = 0;
        double other = 0;
        for (int b = 0; b < batch; b++) {
            double[] sums = new double[2];
            int[] pairs = new int[2];
            for (int i = 0; i < groups.length; i++) {
                for (int j = 0; j < i; j++) {
                    double cosine =
                            cosine(values, (b * groups.length + i) * positions, (b * groups.length + j) * positions);
                    if (groups[i] >= 0 && groups[j] >= 0 && !Double.isNaN(cosine)) {
                        int kind = groups[i] == groups[j] ? 0 : 1;
                        sums[kind] += cosine;
                        pairs[kind]++;
                    }
                }
            }
            same += sums[0] / pairs[0] / batch;
            other += sums[1] / pairs[1] / batch;
        }
        NDArray maps = manager.create(values, f.getShape());
        int before = manager.getManagedArrays().size();
        GroupCosine cosines = GroupCosine.of(maps, groups);
        assertThat(cosines.same()).isCloseTo(same, within(1e-12));
        assertThat(cosines.other()).isCloseTo(other, within(1e-12));
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    private static double cosine(float[] values, int x, int y) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int k = 0; k < 6; k++) {
            xy += (double) values[x + k] * values[y + k];
            xx += (double) values[x + k] * values[x + k];
            yy += (double) values[y + k] * values[y + k];
        }
        return xy / Math.sqrt(xx * yy);
    }

    @Test
    void separateGroupsHaveCosinesOneAndZero() {
        float[] f = {1, 0, 2, 0, 0, 3, 0, 4};
        GroupCosine cosines = GroupCosine.of(manager.create(f, new Shape(1, 4, 1, 2)), new int[] {0, 0, 1, 1});
        assertThat(cosines.same()).isCloseTo(1, within(1e-15));
        assertThat(cosines.other()).isCloseTo(0, within(1e-15));
    }

    @Test
    void missingPairsAreNotANumber() {
        NDArray f = manager.ones(new Shape(2, 3, 1, 2));
        GroupCosine singles = GroupCosine.of(f, new int[] {0, 1, 2});
        assertThat(singles.same()).isNaN();
        assertThat(singles.other()).isCloseTo(1, within(1e-15));
        GroupCosine inactive = GroupCosine.of(f, new int[] {-1, -1, -1});
        assertThat(inactive.same()).isNaN();
        assertThat(inactive.other()).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupCosine.of(f, new int[] {0, 1}))
                .withMessageContaining("M = 2");
    }

    @Test
    void activeShareCountsValuesAboveZero() {
        NDArray f = manager.create(new float[] {0, 1, 2, 0, 0, 0, 1e-30f, -1}, new Shape(1, 2, 2, 2));
        assertThat(ActiveShare.of(f)).isEqualTo(3 / 8.0);
        assertThatIllegalArgumentException().isThrownBy(() -> ActiveShare.of(manager.zeros(new Shape(0, 2))));
    }

    @Test
    void gradientsAreScaledTogether() {
        NDList gradients = new NDList(
                manager.create(new float[] {3, 0}), manager.create(new float[] {0, 0, 4}), manager.create(12f));
        assertThat(GradientClip.clip(gradients, 20)).isCloseTo(13, within(1e-9));
        assertThat(gradients.get(1).toFloatArray()).containsExactly(0, 0, 4);
        assertThat(GradientClip.clip(gradients, Double.POSITIVE_INFINITY)).isCloseTo(13, within(1e-9));
        assertThat(GradientClip.clip(gradients, 6.5)).isCloseTo(13, within(1e-9));
        assertThat(gradients.get(0).toFloatArray()).containsExactly(1.5f, 0);
        assertThat(gradients.get(1).toFloatArray()).containsExactly(0, 0, 2);
        assertThat(gradients.get(2).toFloatArray()).containsExactly(6);
        assertThat(GradientClip.clip(gradients, 6.6)).isCloseTo(6.5, within(1e-6));
    }

    @Test
    void gradientsWithoutANormAreRefused() {
        NDList huge = new NDList(manager.create(new float[] {1e30f}));
        assertThat(GradientClip.clip(huge, 1)).isCloseTo(1e30, within(1e24));
        assertThat(huge.get(0).toFloatArray()[0]).isCloseTo(1, within(1e-6f));
        NDList broken = new NDList(manager.create(new float[] {1, 2}), manager.create(Float.NaN));
        assertThatExceptionOfType(InterpException.class).isThrownBy(() -> GradientClip.clip(broken, 1));
        assertThat(broken.get(0).toFloatArray()).containsExactly(1, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> GradientClip.clip(huge, 0));
        assertThat(GradientClip.clip(new NDList(), 1)).isZero();
    }
}
