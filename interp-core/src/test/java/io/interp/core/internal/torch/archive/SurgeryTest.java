package io.interp.core.internal.torch.archive;

import static io.interp.core.internal.torch.archive.HooksTest.assertNear;
import static io.interp.core.internal.torch.archive.HooksTest.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Permanent changes: a rectified layer, adopted weights, operators taken out, devices rewritten. */
class SurgeryTest {

    @ParameterizedTest
    @CsvSource({
        "upsampler.scripted, net.3",
        "upsampler.traced, net.3",
        "residual.scripted, block1.conv",
        "residual.traced, block2#2.conv",
        "inplace.scripted, first",
        "listed.scripted, coder.inner",
        "listed.scripted, layers.0",
        "branching.scripted, positive",
        "styled.traced, synthesis.layer1.style",
        "tuple_inside.scripted, split.mean",
    })
    void aRectifiedLayerStaysRectified(String name, String layer) {
        TorchArchive archive = LoadedArchive.resource(name + ".pt");
        TorchArchive hookedOnly = archive.withHooks("once", List.of(HookPoint.rectify(layer)), true)
                .withHooks("plain", List.of(HookPoint.capture(layer, "y")), false);
        TorchArchive rectified = archive.rectified(layer);
        assertThat(rectified.rectified(layer)).isSameAs(rectified);
        assertThat(rectified.modules().layers().stream().map(CallableLayer::name))
                .isEqualTo(archive.modules().layers().stream()
                        .map(CallableLayer::name)
                        .toList());
        TorchArchive hooked = rectified
                .withHooks("headOnly", List.of(HookPoint.capture(layer, "y")), true)
                .withHooks("resume", List.of(HookPoint.replace(layer, "y")), true);
        TorchArchive saved = TorchArchive.read(new ByteArrayInputStream(hooked.toBytes()), "saved");
        try (LoadedArchive before = new LoadedArchive(hookedOnly);
                LoadedArchive after = new LoadedArchive(saved)) {
            NDArray x = before.array(LoadedArchive.reference(name.substring(0, name.indexOf('.')))
                    .getAsJsonObject("input"));
            NDArray expected = before.run("once", x, Map.of()).get("images");
            assertSame(after.forward(x), expected);
            Map<String, NDArray> head = after.run("headOnly", x, Map.of());
            assertSame(head.get("images"), expected);
            Map<String, NDArray> plain = before.run("plain", x, Map.of());
            if (plain.containsKey("y")) {
                assertThat(plain.get("y").min().getFloat()).isNegative();
                assertSame(head.get("y"), plain.get("y").getNDArrayInternal().relu());
                assertSame(after.run("resume", x, Map.of("y", head.get("y"))).get("images"), expected);
            }
        }
    }

    @Test
    void aWholeNetworkSavedByTheEngineAfterSurgeryLoadsAgain() throws Exception {
        TorchArchive hooked = LoadedArchive.resource("upsampler.scripted.pt")
                .rectified("net.3")
                .withHooks("headOnly", List.of(HookPoint.capture("net.3", "y")), true);
        try (LoadedArchive loaded = new LoadedArchive(hooked)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JniUtils.writeModule(loaded.block, out, false);
            TorchArchive again =
                    TorchArchive.read(new ByteArrayInputStream(out.toByteArray()), "written by the engine");
            assertThat(again.rectified("net.3")).isSameAs(again);
            try (LoadedArchive second = new LoadedArchive(again)) {
                NDArray x = second.array(LoadedArchive.reference("upsampler").getAsJsonObject("input"));
                assertSame(second.forward(x), loaded.forward(x));
                assertSame(
                        second.run("headOnly", x, Map.of()).get("y"),
                        loaded.run("headOnly", x, Map.of()).get("y"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"upsampler.scripted", "upsampler.traced", "residual.traced", "listed.scripted", "styled.traced"})
    void anAdoptingModuleSharesWeights(String name) {
        TorchArchive archive = LoadedArchive.resource(name + ".pt").withTensors("tensors");
        try (LoadedArchive first = new LoadedArchive(archive);
                LoadedArchive second = new LoadedArchive(archive.withAdoption("adopt"))) {
            NDArray x = first.array(LoadedArchive.reference(name.substring(0, name.indexOf('.')))
                    .getAsJsonObject("input"));
            Map<String, NDArray> parameters = first.runByNames("tensors", new NDList());
            NDList inputs = new NDList();
            parameters.forEach((key, value) -> inputs.add(named("tensors." + key, value)));
            long adopted = second.adopt(inputs);
            long tensors = archive.modules().modules().stream()
                    .mapToLong(m -> m.parameters().size() + m.buffers().size())
                    .sum();
            assertThat(adopted).isEqualTo(parameters.size()).isEqualTo(tensors);
            NDArray before = first.forward(x);
            assertSame(second.forward(x), before);
            for (NDArray parameter : parameters.values()) {
                if (parameter.getDataType().isFloating()) {
                    parameter.muli(0.9f);
                }
            }
            NDArray changed = first.forward(x);
            assertThat(changed.toFloatArray()).isNotEqualTo(before.toFloatArray());
            assertSame(second.forward(x), changed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted", "upsampler.traced"})
    void gradientsThroughAnAdoptingModuleReachTheLeaves(String name) {
        TorchArchive archive = LoadedArchive.resource(name + ".pt");
        try (LoadedArchive first = new LoadedArchive(archive);
                LoadedArchive second = new LoadedArchive(archive.withAdoption("adopt"))) {
            NDArray x = first.array(LoadedArchive.reference("upsampler").getAsJsonObject("input"));
            Map<String, NDArray> parameters = first.parameters();
            NDList inputs = new NDList();
            parameters.forEach((key, value) -> inputs.add(named("tensors." + key, value)));
            NDArray weight = parameters.get("net.0.weight");
            weight.setRequiresGradient(true);
            second.adopt(inputs);
            float[][] gradients = new float[2][];
            LoadedArchive[] modules = {first, second};
            for (int i = 0; i < 2; i++) {
                try (GradientCollector collector = first.manager.getEngine().newGradientCollector()) {
                    NDArray y = IValueUtils.forward(modules[i].block, new NDList(x), true)
                            .get(0);
                    collector.backward(y.square().sum());
                }
                NDArray gradient = weight.getGradient();
                gradients[i] = gradient.toFloatArray();
                gradient.subi(gradient.duplicate());
            }
            assertThat(gradients[1]).isEqualTo(gradients[0]);
            assertThat(first.manager.create(gradients[0]).abs().sum().getFloat())
                    .isPositive();
        }
    }

    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }

    @Test
    void operatorsOfANewerPyTorchAreTakenOut() {
        TorchArchive archive = LoadedArchive.resource("new/resized.scripted.pt");
        String error = "";
        try (LoadedArchive loaded = new LoadedArchive(archive)) {
            assertThat(loaded.parameters()).isNotEmpty();
        } catch (RuntimeException e) {
            error = e.getMessage();
        }
        assertThat(TorchArchive.unknownOperator(error)).contains("aten::_upsample_lanczos2d_aa");
        try (LoadedArchive loaded = LoadedArchive.tolerant(archive)) {
            var reference = LoadedArchive.reference("new/resized");
            assertNear(
                    loaded.forward(loaded.array(reference.getAsJsonObject("input"))),
                    loaded.array(reference.getAsJsonObject("output")));
        }
        assertThat(TorchArchive.unknownOperator("Arguments for call are not valid"))
                .isEmpty();
        assertThatThrownBy(() -> archive.withoutOperator("aten::no_such"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not call aten::no_such");
        assertThatThrownBy(() -> archive.withoutOperator("conv2d")).hasMessageContaining("namespace");
    }

    @Test
    void reachingAnOperatorThatWasTakenOutRaisesItsName() {
        TorchArchive without = LoadedArchive.resource("upsampler.scripted.pt").withoutOperator("aten::tanh");
        try (LoadedArchive loaded = new LoadedArchive(without)) {
            NDArray x = loaded.array(LoadedArchive.reference("upsampler").getAsJsonObject("input"));
            assertThatThrownBy(() -> loaded.forward(x)).hasMessageContaining("operator aten::tanh");
        }
    }

    @Test
    void devicesAreRewritten() {
        TorchArchive archive = LoadedArchive.resource("device.traced.pt");
        TorchArchive moved = archive.onDevice("cuda:0");
        assertThat(new String(moved.toBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("torch.device(\"cuda:0\")")
                .doesNotContain("torch.device(\"cpu\")");
        assertThat(moved.fingerprint()).isNotEqualTo(archive.fingerprint());
        assertThat(moved.onDevice("cpu").fingerprint()).isEqualTo(archive.fingerprint());
        try (LoadedArchive loaded = new LoadedArchive(moved.onDevice("cpu"))) {
            var reference = LoadedArchive.reference("device");
            assertNear(
                    loaded.forward(loaded.array(reference.getAsJsonObject("input"))),
                    loaded.array(reference.getAsJsonObject("output")));
        }
    }
}
