package io.interp.core.block.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.TensorOps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BigGanDeepTest {

    private static final BigGanDeep SMALL = (BigGanDeep) ReferenceNetworks.BIGGAN_DEEP.network();

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
    void theClassIsItsColumn() {
        try (Generator one = SMALL.open(manager, ReferenceNetworks.BIGGAN_DEEP.file());
                Generator other = SMALL.drawing(2).open(manager, ReferenceNetworks.BIGGAN_DEEP.file())) {
            NDArray z = one.latents().sample(manager, 0, 2);
            NDArray embedding = other.activation(z, BigGanDeep.EMBEDDING, Pass.INFERENCE);
            assertThat(embedding.get(0))
                    .isEqualTo(other.state().get("embeddings.weight").get(":, 2"));
            assertThat(one.resume(z, BigGanDeep.EMBEDDING, embedding)).isEqualTo(other.generate(z));
            assertThat(z.abs().max().getFloat()).isLessThanOrEqualTo(2f);
        }
    }

    @Test
    void statisticsAreThoseOfTheTruncation() {
        Map<String, HostArray> arrays =
                new LinkedHashMap<>(ReferenceNetworks.BIGGAN_DEEP.stateDict().arrays());
        float[] means = new float[6 * 4]; // row r holds r: 6 truncations, 4 maps of the last norm
        for (int i = 0; i < means.length; i++) {
            means[i] = i / 4f - i % 4 / 4f;
        }
        float[] ones = new float[6 * 4];
        Arrays.fill(ones, 1);
        arrays.put("generator.bn.running_means", HostArray.of(means, 6, 4));
        arrays.put("generator.bn.running_vars", HostArray.of(ones, 6, 4));
        arrays.put("generator.bn.weight", HostArray.of(new float[] {1, 1, 1, 1}, 4));
        arrays.put("generator.bn.bias", HostArray.of(new float[4], 4));
        Map<Double, Double> rows = Map.of(0.2, 1.0, 0.6, 3.0, 0.7, 3.5, 1.0, 5.0, 0.05, 0.25);
        rows.forEach((truncation, row) -> {
            BigGanDeep network = new BigGanDeep(64, 4, 3, 1, 2, 16, 6, truncation);
            try (Generator gan = network.open(manager, new StateDict(arrays))) {
                NDArray z = gan.latents().sample(manager, 0, 1);
                NDArray flat = manager.full(new Shape(1, 4, 64, 64), 6f);
                NDArray normed = gan.run(
                                z, LayerHook.replace("generator.layers.8", flat), LayerHook.capture("generator.bn"))
                        .activation("generator.bn");
                double expected = (6 - row) / Math.sqrt(1 + 1e-4);
                assertThat(normed.sub(expected).abs().max().getFloat())
                        .as("truncation " + truncation)
                        .isLessThan(1e-5f);
            }
        });
    }

    @Test
    void trainingPassesMoveBothVectorsToTheLargestSingularValue() {
        try (Generator fresh = SMALL.generator(manager, 3)) {
            for (int i = 0; i < 100; i++) {
                try (NDManager scope = manager.newSubManager()) {
                    fresh.run(fresh.latents().sample(scope, i, 1), Pass.TRAINING.recording(false), List.of());
                }
            }
            Map<String, NDArray> state = fresh.state();
            String name = "generator.layers.3.conv_1.weight";
            NDArray matrix =
                    state.get(name + "_orig").reshape(state.get(name + "_u").size(), -1);
            float value = state.get(name + "_u")
                    .reshape(1, -1)
                    .matMul(matrix)
                    .mul(state.get(name + "_v").reshape(1, -1))
                    .sum()
                    .getFloat();
            float largest = TensorOps.svd(matrix).get(1).max().getFloat();
            assertThat(value / largest).isBetween(0.99f, 1.00001f);
        }
    }

    @Test
    void publishedLayoutHasAttentionAt64() {
        try (Generator gan = new BigGanDeep(128, 2, 2, 0, 4, 64, 2, 1).generator(manager, 0)) {
            assertThat(gan.layers().named("generator.layers.8").outputShape()).isEqualTo(new Shape(8, 64, 64));
            assertThat(gan.state()).containsKey("generator.layers.8.snconv1x1_g.weight_orig");
        }
        assertThat(BigGanDeep.imageNet(256, 5, 0.4).width()).isEqualTo(128);
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SMALL.drawing(3)).withMessageContaining("0 to 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BigGanDeep.imageNet(128, 0, 0))
                .withMessageContaining("truncation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BigGanDeep(64, 4, 3, 1, 2, 64, 6, 0.5))
                .withMessageContaining("8 to 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BigGanDeep(96, 4, 3, 1, 2, 0, 6, 0.5))
                .withMessageContaining("96");
    }
}
