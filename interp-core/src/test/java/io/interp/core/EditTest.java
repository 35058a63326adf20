package io.interp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.Draws;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditTest {

    private static final Layer LAYER = new Layer("conv", "Conv2d", new Shape(5, 4, 4), List.of());

    @Test
    void combiningIsApplyingOneAfterTheOther() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray y = Draws.normal(manager, Draws.stream(1), new Shape(3, 5, 4, 4));
            for (int seed = 0; seed < 20; seed++) {
                RandomGenerator random = Draws.stream(seed);
                Edit first = random(random, random.nextBoolean());
                Edit second = random(random, random.nextBoolean());
                NDArray expected = apply(second, apply(first, y, manager), manager);
                NDArray combined = apply(first.then(second), y, manager);
                assertThat(combined.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
            }
        }
    }

    @Test
    void ablationIsIdempotentAndInsertionOverridesIt() {
        Edit ablation = Edit.ablate(LAYER, 1, 3);
        assertThat(ablation.then(ablation)).isEqualTo(ablation);
        Edit inserted = ablation.then(Edit.insert(LAYER, 2.5, 1));
        assertThat(inserted.value().toFloats()).containsExactly(0, 2.5f, 0, 0, 0);
        assertThat(inserted.alpha().toFloats()).containsExactly(0, 1, 0, 1, 0);
    }

    @Test
    void aMaskLimitsTheRegion() {
        float[][] mask = new float[4][4];
        mask[1][2] = 1;
        Edit edit = Edit.insert(LAYER, 9, 4).masked(mask);
        float[] alpha = edit.alpha().toFloats();
        for (int i = 0; i < alpha.length; i++) {
            assertThat(alpha[i]).isEqualTo(i == 4 * 16 + 6 ? 1f : 0f);
        }
        assertThat(edit).hasToString("edit of 1 of 5 units at layer 'conv' on 4x4 maps");
    }

    @Test
    void editsSurviveAFile(@TempDir Path folder) {
        Edit edit = random(Draws.stream(5), true);
        edit.save(folder.resolve("edit.json"));
        assertThat(Edit.load(folder.resolve("edit.json"))).isEqualTo(edit);
    }

    @Test
    void wrongEditsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Edit.ablate(LAYER, 5))
                .withMessageContaining("0 to 4")
                .withMessageContaining("5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Edit.of("conv", new float[] {1.5f}, new float[] {0}))
                .withMessageContaining("1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Edit.ablate(LAYER, 1).then(Edit.of("other", new float[5], new float[5])))
                .withMessageContaining("'other'");
    }

    private static Edit random(RandomGenerator random, boolean spatial) {
        int side = spatial ? 4 : 1;
        float[] alpha = new float[5 * side * side];
        float[] value = new float[alpha.length];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = random.nextInt(3) == 0 ? 0 : random.nextFloat();
            value[i] = (float) random.nextGaussian();
        }
        return Edit.of("conv", 5, side, side, alpha, value);
    }

    private static NDArray apply(Edit edit, NDArray y, NDManager manager) {
        LayerHook.Blend blend = (LayerHook.Blend) edit.toHook(manager);
        return y.mul(blend.alpha().neg().add(1)).add(blend.value().mul(blend.alpha()));
    }
}
