package io.interp.core.torchscript;

import static io.interp.core.torchscript.Upsamplers.LAYER;
import static io.interp.core.torchscript.Upsamplers.SCRIPTED;
import static io.interp.core.torchscript.Upsamplers.SIX;
import static io.interp.core.torchscript.Upsamplers.difference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What training needs of a TorchScript generator: gradients, running statistics, weights changed in place. */
class TorchScriptTrainingTest {

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
    void everyWeightHasAGradientThroughPlainAndHookedRuns() {
        try (TorchScriptGenerator generator = Upsamplers.load(SCRIPTED, manager);
                GradScope on = GradScope.on()) {
            List<NDArray> weights = List.copyOf(generator.parameters().values());
            Map<String, HostArray> buffers = buffers(generator);
            NDArray z = SIX.latents().sample(manager, 3, 4);
            Gradients.require(weights, true);
            NDArray loss = generator
                    .run(z, Pass.DIFFERENTIABLE, List.of())
                    .images()
                    .square()
                    .mean();
            NDList plain = Gradients.of(loss, weights);
            NDArray hookedLoss = generator
                    .run(z, Pass.DIFFERENTIABLE, List.of(LayerHook.capture(LAYER)))
                    .images()
                    .square()
                    .mean();
            NDList hooked = Gradients.of(hookedLoss, weights);
            Gradients.require(weights, false);
            for (int i = 0; i < weights.size(); i++) {
                assertThat(plain.get(i).abs().max().getFloat()).isPositive();
                assertThat(difference(hooked.get(i), plain.get(i))).isLessThan(1e-6f);
            }
            assertSlope(generator, z, "net.3.weight", plain.get(indexOf(generator, "net.3.weight")));
            buffers.forEach((name, array) -> assertThat(array.bytes())
                    .as(name)
                    .isEqualTo(generator.state().get(name).toByteBuffer()));
        }
    }

    /** Along the gradient's own direction the loss grows by its norm. */
    private static void assertSlope(Generator generator, NDArray z, String name, NDArray gradient) {
        float norm = (float) Math.sqrt(gradient.square().sum().getFloat());
        float h = 1e-2f;
        NDArray weight = generator.parameters().get(name);
        weight.addi(gradient.mul(h / norm));
        float up = generator.generate(z).square().mean().getFloat();
        weight.subi(gradient.mul(2 * h / norm));
        float down = generator.generate(z).square().mean().getFloat();
        assertThat((up - down) / (2 * h) / norm).isBetween(0.98f, 1.02f);
    }

    private static int indexOf(Generator generator, String name) {
        return List.copyOf(generator.parameters().keySet()).indexOf(name);
    }

    private static Map<String, HostArray> buffers(Generator generator) {
        Map<String, HostArray> buffers = new LinkedHashMap<>();
        generator.state().forEach((name, array) -> {
            if (!generator.parameters().containsKey(name)) {
                buffers.put(name, HostArray.copyOf(array));
            }
        });
        return buffers;
    }

    @Test
    void runningStatisticsMoveInTrainingOnly() {
        try (TorchScriptGenerator generator = Upsamplers.load(SCRIPTED, manager)) {
            NDArray z = SIX.latents().sample(manager, 3, 4);
            NDArray mean = generator.state().get("net.1.running_mean");
            float[] start = mean.toFloatArray();
            NDArray first = generator.activation(z, "net.0", Pass.INFERENCE); // [N, 4, H, W]
            float[] batchMean = first.transpose(1, 0, 2, 3)
                    .reshape(4, -1)
                    .mean(new int[] {1})
                    .toFloatArray();
            generator.run(z, Pass.DIFFERENTIABLE, List.of());
            generator.run(z, Pass.INFERENCE, List.of(LayerHook.capture(LAYER)));
            assertThat(mean.toFloatArray()).containsExactly(start);
            generator.run(z, Pass.TRAINING, List.of());
            float[] after = mean.toFloatArray();
            for (int i = 0; i < after.length; i++) {
                assertThat(after[i]).isCloseTo(0.9f * start[i] + 0.1f * batchMean[i], within(1e-5f));
            }
            generator.run(z, Pass.TRAINING, List.of(LayerHook.capture(LAYER)));
            float[] hooked = mean.toFloatArray();
            for (int i = 0; i < after.length; i++) {
                assertThat(hooked[i]).isCloseTo(0.9f * after[i] + 0.1f * batchMean[i], within(1e-5f));
            }
        }
    }

    @Test
    void hookedRunsSeeWeightsTrainedInPlace() {
        try (TorchScriptGenerator generator = Upsamplers.load(SCRIPTED, manager)) {
            NDArray z = SIX.latents().sample(manager, 3, 2);
            NDArray before = generator.run(z, LayerHook.capture("net.0")).activation("net.0");
            NDArray bias = generator.parameters().get("net.0.bias");
            bias.addi(2);
            Run after = generator.run(z, LayerHook.capture("net.0"));
            assertThat(difference(after.activation("net.0"), before.add(2))).isLessThan(1e-5f);
            assertThat(after.images()).isEqualTo(generator.generate(z));
        }
    }
}
