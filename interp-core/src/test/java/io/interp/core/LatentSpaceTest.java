package io.interp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatentSpaceTest {

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
    void drawsArePrefixStable() {
        LatentSpace space = LatentSpace.normal(7);
        float[] few = space.sample(manager, 3, 5).toFloatArray();
        float[] many = space.sample(manager, 3, 50).toFloatArray();
        float[] later = space.sample(manager, 3, 4, 10).toFloatArray();
        assertThat(Arrays.copyOf(many, few.length)).containsExactly(few);
        assertThat(Arrays.copyOfRange(many, 4 * 7, 14 * 7)).containsExactly(later);
        assertThat(space.sample(manager, 4, 5).toFloatArray()).isNotEqualTo(few);
    }

    @Test
    void momentsAreThoseOfThePrior() {
        float[] normal = LatentSpace.normal(10).sample(manager, 1, 5000).toFloatArray();
        assertThat(mean(normal)).isCloseTo(0, within(0.02));
        assertThat(meanSquare(normal)).isCloseTo(1, within(0.02));
        float[] uniform = LatentSpace.uniform(10).sample(manager, 1, 5000).toFloatArray();
        assertThat(mean(uniform)).isCloseTo(0, within(0.01));
        assertThat(meanSquare(uniform)).isCloseTo(1 / 3.0, within(0.01));
        assertThat(range(uniform)).isLessThanOrEqualTo(1);
    }

    @Test
    void truncationBoundsTheCoordinates() {
        LatentSpace space = new LatentSpace(10, Prior.NORMAL, OptionalDouble.of(0.7));
        assertThat(range(space.sample(manager, 1, 500).toFloatArray())).isLessThanOrEqualTo(0.7);
    }

    @Test
    void wallsReflect() {
        NDArray z = manager.create(new float[] {-1.25f, -1, -0.5f, 0, 0.9f, 1, 1.25f, 3.5f})
                .reshape(1, 8);
        assertThat(LatentSpace.uniform(8).reflect(z).toFloatArray())
                .containsExactly(new float[] {-0.75f, -1, -0.5f, 0, 0.9f, 1, 0.75f, -0.5f}, within(1e-6f));
        assertThat(LatentSpace.normal(8).reflect(z).toFloatArray()).containsExactly(z.toFloatArray());
    }

    @Test
    void wrongSpacesAndLatentsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatentSpace.normal(0))
                .withMessageContaining("got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LatentSpace(3, Prior.UNIFORM, OptionalDouble.of(1)))
                .withMessageContaining("uniform");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LatentSpace.normal(5).check(manager.zeros(new ai.djl.ndarray.types.Shape(2, 6))))
                .withMessageContaining("[N, 5]")
                .withMessageContaining("(2, 6)");
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static double meanSquare(float[] values) {
        double sum = 0;
        for (float v : values) {
            sum += (double) v * v;
        }
        return sum / values.length;
    }

    private static double range(float[] values) {
        double most = 0;
        for (float v : values) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
    }
}
