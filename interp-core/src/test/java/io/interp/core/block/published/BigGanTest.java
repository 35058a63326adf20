package io.interp.core.block.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.tensor.TensorOps;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BigGanTest {

    private static final BigGan SMALL = (BigGan) ReferenceNetworks.BIGGAN.network();

    private NDManager manager;
    private Generator generator;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = SMALL.open(manager, ReferenceNetworks.BIGGAN.file());
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    @Test
    void theClassIsItsEmbedding() {
        NDArray z = generator.latents().sample(manager, 0, 3);
        try (Generator other = SMALL.drawing(0).open(manager, ReferenceNetworks.BIGGAN.file())) {
            NDArray embedding = other.activation(z, BigGan.EMBEDDING, Pass.INFERENCE);
            assertThat(embedding.get(1))
                    .isEqualTo(other.state().get("shared.weight").get(0));
            assertThat(generator.resume(z, BigGan.EMBEDDING, embedding)).isEqualTo(other.generate(z));
            assertThat(other.generate(z)).isNotEqualTo(generator.generate(z));
        }
    }

    @Test
    void aChunkOfLatentsMovesItsBlockAndWhatFollows() {
        NDArray z = generator.latents().sample(manager, 0, 1);
        NDArray moved = z.duplicate();
        moved.set(new NDIndex(":, 4:6"), moved.get(":, 4:6").add(1)); // block 1's
        List<String> layers = generator.layers().names();
        LayerHook[] watch = layers.stream().map(LayerHook::capture).toArray(LayerHook[]::new);
        Run before = generator.run(z, watch);
        Run after = generator.run(moved, watch);
        List<String> same = layers.stream()
                .filter(layer -> after.activation(layer).equals(before.activation(layer)))
                .toList();
        assertThat(same)
                .containsExactlyElementsOf(layers.stream()
                        .filter(layer -> layer.equals("shared")
                                || layer.equals("linear")
                                || layer.equals("blocks.2.condition")
                                || layer.startsWith("blocks.0.")
                                || layer.equals("blocks.1.0.conv_sc"))
                        .toList());
    }

    @Test
    void spectralWeightsHaveLargestSingularValueOne() {
        NDArray weight = generator.state().get("blocks.0.0.conv1.weight").reshape(8, -1);
        float largest = TensorOps.svd(weight).get(1).max().getFloat();
        NDArray z = generator.latents().sample(manager, 0, 2);
        Run plain = generator.run(z, LayerHook.capture("blocks.0.0.conv1"));
        generator.state().get("blocks.0.0.conv1.weight").muli(3); // the size of a weight is divided out
        Run scaled = generator.run(z, LayerHook.capture("blocks.0.0.conv1"));
        assertThat(distance(scaled.activation("blocks.0.0.conv1"), plain.activation("blocks.0.0.conv1")))
                .isLessThan(1e-5);
        assertThat(generator.state().get("blocks.0.0.conv1.sv0").getFloat(0)).isCloseTo(largest, within());
    }

    private static org.assertj.core.data.Offset<Float> within() {
        return org.assertj.core.data.Offset.offset(1e-5f);
    }

    @Test
    void trainingPassesStoreStatisticsAndSingularValues() {
        try (Generator fresh = SMALL.generator(manager, 5)) {
            NDArray z = fresh.latents().sample(manager, 0, 6);
            String layer = "blocks.0.0.bn1";
            NDArray input = fresh.run(z, Pass.TRAINING.recording(false), List.of(LayerHook.capture("linear")))
                    .activation("linear");
            NDArray rows = input.swapAxes(0, 1).reshape(8, -1); // [C, NHW]
            NDArray mean = rows.mean(new int[] {1});
            NDArray square = rows.sub(mean.expandDims(1)).square().sum(new int[] {1});
            NDArray variance = square.div(rows.getShape().get(1) - 1); // what is stored is unbiased
            Map<String, NDArray> state = fresh.state();
            assertThat(distance(state.get(layer + ".stored_mean"), mean.mul(0.1)))
                    .isLessThan(1e-6);
            assertThat(distance(
                            state.get(layer + ".stored_var"), variance.mul(0.1).add(0.9)))
                    .isLessThan(1e-6);
            for (int i = 0; i < 100; i++) {
                try (NDManager scope = manager.newSubManager()) {
                    fresh.run(fresh.latents().sample(scope, i, 2), Pass.TRAINING.recording(false), List.of());
                }
            }
            NDArray weight = state.get("blocks.1.0.conv2.weight").reshape(8, -1);
            float largest = TensorOps.svd(weight).get(1).max().getFloat();
            assertThat(state.get("blocks.1.0.conv2.sv0").getFloat(0) / largest).isBetween(0.99f, 1.00001f);
            Map<String, NDArray> before = state.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, e -> e.getValue().duplicate()));
            fresh.generate(z);
            fresh.state().forEach((name, array) -> assertThat(array).as(name).isEqualTo(before.get(name)));
        }
    }

    @Test
    void plainLayoutsDrawToo() {
        BigGan plain = new BigGan(64, 5, 3, 1, 4, 1, false, List.of(), false, OptionalDouble.of(0.5));
        try (Generator gan = plain.generator(manager, 0)) {
            assertThat(gan.latents().dimension()).isEqualTo(5);
            NDArray z = gan.latents().sample(manager, 0, 2);
            assertThat(z.abs().max().getFloat()).isLessThanOrEqualTo(0.5f);
            assertThat(gan.generate(z).getShape().get(3)).isEqualTo(64);
            assertThat(gan.state()).doesNotContainKey("linear.u0").containsKey("blocks.3.0.bn2.gain.weight");
        }
    }

    @Test
    void latentsThatDoNotDivideAreCutOff() {
        BigGan odd = new BigGan(32, 11, 3, 1, 4, 2, true, List.of(), true, OptionalDouble.empty());
        assertThat(odd.chunk()).isEqualTo(2);
        try (Generator gan = odd.generator(manager, 0)) {
            assertThat(gan.latents().dimension()).isEqualTo(8);
        }
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SMALL.drawing(4)).withMessageContaining("0 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BigGan(48, 8, 4, 0, 3, 2, true, List.of(), true, OptionalDouble.empty()))
                .withMessageContaining("48");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BigGan(32, 3, 4, 0, 3, 2, true, List.of(), true, OptionalDouble.empty()))
                .withMessageContaining("4 chunks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BigGan(32, 8, 4, 0, 3, 2, true, List.of(64), true, OptionalDouble.empty()))
                .withMessageContaining("8 to 32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BigGan(32, 8, 4, 0, 3, 1, true, List.of(16), true, OptionalDouble.empty()))
                .withMessageContaining("at least 8 maps");
        assertThatIllegalArgumentException().isThrownBy(() -> SMALL.truncated(-1));
    }

    private static double distance(NDArray a, NDArray b) {
        float most = a.sub(b).abs().max().getFloat();
        return Float.isNaN(most) ? Double.POSITIVE_INFINITY : most;
    }
}
