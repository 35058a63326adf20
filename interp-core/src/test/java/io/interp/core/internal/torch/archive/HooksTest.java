package io.interp.core.internal.torch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks at every layer of every shape of network, against the plain forward and against Python's eager mode. */
class HooksTest {

    static void assertSame(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.toFloatArray()).isEqualTo(expected.toFloatArray());
    }

    static void assertNear(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        float[] a = actual.toFloatArray();
        float[] e = expected.toFloatArray();
        for (int i = 0; i < a.length; i++) {
            assertThat(Math.abs(a[i] - e[i])).isLessThanOrEqualTo(1e-5f + 1e-4f * Math.abs(e[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upsampler.scripted",
                "upsampler.traced",
                "inplace.scripted",
                "inplace.traced",
                "residual.scripted",
                "residual.traced",
                "tuple_inside.scripted",
                "tuple_inside.traced",
                "listed.scripted",
                "branching.scripted",
                "styled.scripted",
                "styled.traced",
                "resized.scripted",
                "resized.traced",
                "device.scripted",
                "device.traced",
                "new/resized.scripted",
                "new/resized.traced",
                "new/residual.scripted",
                "new/residual.traced",
                "new/inplace.scripted",
                "new/inplace.traced",
                "new/styled.scripted",
                "new/styled.traced"
            })
    void captureReplaceAndBlendAgreeWithForward(String name) {
        TorchArchive archive = LoadedArchive.resource(name + ".pt");
        var reference = LoadedArchive.reference(name.substring(0, name.indexOf('.')));
        List<String> layers = archive.modules().layers().stream()
                .filter(layer -> !layer.repeated())
                .map(CallableLayer::name)
                .toList();
        assertThat(layers).hasSizeGreaterThanOrEqualTo(1);
        List<HookPoint> captures = new ArrayList<>();
        TorchArchive hooked = archive;
        for (int i = 0; i < layers.size(); i++) {
            String layer = layers.get(i);
            captures.add(HookPoint.capture(layer, layer));
            hooked = hooked.withHooks("head" + i, List.of(HookPoint.capture(layer, "r")), false)
                    .withHooks("resume" + i, List.of(HookPoint.replace(layer, "r")), true)
                    .withHooks("blend" + i, List.of(HookPoint.blend(layer, "b"), HookPoint.capture(layer, "r")), true);
        }
        hooked = hooked.withHooks("all", captures, true);
        // The engine's optimiser compiles each method at its second run, which takes seconds; a test below has it on.
        LoadedArchive.optimize(false);
        try (LoadedArchive loaded = LoadedArchive.tolerant(hooked)) {
            NDArray x = loaded.array(reference.getAsJsonObject("input"));
            NDArray plain = loaded.forward(x);
            assertNear(plain, loaded.array(reference.getAsJsonObject("output")));
            Map<String, NDArray> all = loaded.run("all", x, Map.of());
            assertSame(all.get("images"), plain);
            for (int i = 0; i < layers.size(); i++) {
                NDArray value = all.get(layers.get(i));
                if (value == null) {
                    assertThat(archive.modules().layer(layers.get(i)).conditional())
                            .isTrue();
                    continue;
                }
                Map<String, NDArray> head = loaded.run("head" + i, x, Map.of());
                assertThat(head).containsOnlyKeys("r");
                assertSame(head.get("r"), value);
                assertSame(loaded.run("resume" + i, x, Map.of("r", value)).get("images"), plain);
                Map<String, NDArray> feeds = new HashMap<>();
                feeds.put("b.alpha", loaded.manager.create(0f));
                feeds.put("b.value", value.add(1));
                Map<String, NDArray> untouched = loaded.run("blend" + i, x, feeds);
                assertSame(untouched.get("images"), plain);
                assertSame(untouched.get("r"), value);
                feeds.put("b.alpha", loaded.manager.create(1f));
                assertSame(loaded.run("blend" + i, x, feeds).get("r"), value.add(1));
            }
            reference.getAsJsonObject("layers").entrySet().forEach(entry -> {
                String first = all.containsKey(entry.getKey()) ? entry.getKey() : entry.getKey() + "#1";
                assertNear(all.get(first), loaded.array(entry.getValue().getAsJsonObject()));
            });
            assertSame(loaded.forward(x), plain);
        } finally {
            LoadedArchive.optimize(true);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted", "upsampler.traced", "inplace.scripted", "inplace.traced"})
    void hooksAgreeOnceTheEngineHasOptimisedThem(String name) {
        String layer = name.startsWith("up") ? "net.3" : "first";
        TorchArchive hooked = LoadedArchive.resource(name + ".pt")
                .withHooks("head", List.of(HookPoint.capture(layer, "r")), false)
                .withHooks("resume", List.of(HookPoint.replace(layer, "r"), HookPoint.capture(layer, "same")), true);
        try (LoadedArchive loaded = new LoadedArchive(hooked)) {
            NDArray x = loaded.array(LoadedArchive.reference(name.substring(0, name.indexOf('.')))
                    .getAsJsonObject("input"));
            NDArray plain = loaded.forward(x);
            NDArray value = loaded.run("head", x, Map.of()).get("r");
            NDArray kept = value.duplicate();
            for (int run = 0; run < 4; run++) {
                assertSame(loaded.run("head", x, Map.of()).get("r"), kept);
                Map<String, NDArray> resumed = loaded.run("resume", x, Map.of("r", value));
                assertNear(resumed.get("images"), plain);
                assertSame(resumed.get("same"), kept);
                assertSame(value, kept); // in-place activations must not write over what was fed
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted", "upsampler.traced"})
    void layersBeforeAReplacedOneDoNotRun(String name) {
        TorchArchive hooked = LoadedArchive.resource(name + ".pt")
                .withHooks("resume", List.of(HookPoint.replace("net.4", "r")), true)
                .withHooks("swap", List.of(HookPoint.capture("net.1", "low"), HookPoint.replace("net.4", "r")), true);
        try (LoadedArchive loaded = new LoadedArchive(hooked)) {
            NDArray wrong = loaded.manager.ones(new Shape(1, 5));
            NDArray r = loaded.manager.ones(new Shape(3, 4, 4, 4));
            assertThat(loaded.run("resume", wrong, Map.of("r", r)).get("images").getShape())
                    .isEqualTo(new Shape(3, 3, 8, 8));
            assertThatThrownBy(() -> loaded.forward(wrong)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> loaded.run("swap", wrong, Map.of("r", r))).isInstanceOf(RuntimeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"styled.scripted", "styled.traced", "inplace.scripted", "residual.traced"})
    void layersAfterTheLastCapturedOneDoNotRun(String name) {
        boolean styled = name.startsWith("styled");
        String layer = styled ? "synthesis.layer1" : name.startsWith("residual") ? "block1.conv" : "first";
        String broken =
                styled ? "synthesis.output.weight" : name.startsWith("residual") ? "head.weight" : "last.weight";
        TorchArchive hooked = LoadedArchive.resource(name + ".pt")
                .withHooks("headOnly", List.of(HookPoint.capture(layer, "r")), false)
                .withAdoption("adopt");
        try (LoadedArchive loaded = new LoadedArchive(hooked)) {
            NDArray x = loaded.array(LoadedArchive.reference(name.substring(0, name.indexOf('.')))
                    .getAsJsonObject("input"));
            NDArray before = loaded.run("headOnly", x, Map.of()).get("r");
            NDArray misfit = loaded.manager.ones(new Shape(1, 1));
            misfit.setName("tensors." + broken);
            assertThat(loaded.adopt(new NDList(misfit))).isEqualTo(1);
            assertThatThrownBy(() -> loaded.forward(x)).isInstanceOf(RuntimeException.class);
            assertSame(loaded.run("headOnly", x, Map.of()).get("r"), before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted", "upsampler.traced", "styled.traced"})
    void blendIsDifferentiableInAmountAndValue(String name) {
        String layer = name.startsWith("up") ? "net.3" : "synthesis.layer1";
        TorchArchive hooked = LoadedArchive.resource(name + ".pt")
                .withHooks("plain", List.of(HookPoint.capture(layer, "r")), true)
                .withHooks("blend", List.of(HookPoint.blend(layer, "edit"), HookPoint.capture(layer, "r")), true);
        try (LoadedArchive loaded = new LoadedArchive(hooked)) {
            NDArray x = loaded.array(LoadedArchive.reference(name.substring(0, name.indexOf('.')))
                    .getAsJsonObject("input"));
            NDArray y = loaded.run("plain", x, Map.of()).get("r");
            NDArray alpha = loaded.manager.full(new Shape(1, y.getShape().get(1), 1, 1), 0.25f);
            NDArray value = y.mul(0.5f).add(0.5f);
            alpha.setRequiresGradient(true);
            value.setRequiresGradient(true);
            alpha.setName("feeds.edit.alpha");
            value.setName("feeds.edit.value");
            try (GradientCollector collector = loaded.manager.getEngine().newGradientCollector()) {
                Map<String, NDArray> out = loaded.runByNames("blend", new NDList(x, alpha, value));
                assertNear(out.get("r"), y.mul(0.75f).add(value.mul(0.25f)));
                collector.backward(out.get("r").sum());
            }
            assertNear(alpha.getGradient(), value.sub(y).sum(new int[] {0, 2, 3}, true));
            assertNear(value.getGradient(), value.onesLike().mul(0.25f));
            value.getGradient().subi(value.getGradient());
            try (GradientCollector collector = loaded.manager.getEngine().newGradientCollector()) {
                collector.backward(loaded.runByNames("blend", new NDList(x, alpha, value))
                        .get("images")
                        .sum());
            }
            assertThat(value.getGradient().abs().sum().getFloat()).isPositive();
        }
    }

    @Test
    void hooksAtOneLayerActInOrder() {
        TorchArchive hooked = LoadedArchive.resource("upsampler.scripted.pt")
                .withHooks(
                        "chain",
                        List.of(
                                HookPoint.capture("net.3", "before"),
                                HookPoint.replace("net.3", "r"),
                                HookPoint.capture("net.3", "replaced"),
                                HookPoint.blend("net.3", "b"),
                                HookPoint.rectify("net.3"),
                                HookPoint.capture("net.3", "after")),
                        true);
        try (LoadedArchive loaded = new LoadedArchive(hooked)) {
            NDArray x = loaded.array(LoadedArchive.reference("upsampler").getAsJsonObject("input"));
            NDArray r = loaded.manager.full(new Shape(3, 4, 4, 4), 2f);
            Map<String, NDArray> feeds =
                    Map.of("r", r, "b.alpha", loaded.manager.create(0.75f), "b.value", loaded.manager.create(-2f));
            Map<String, NDArray> out = loaded.run("chain", x, feeds);
            assertSame(out.get("replaced"), r);
            assertSame(out.get("after"), r.mul(0)); // 2 * 0.25 - 2 * 0.75 = -1, rectified
            assertThat(out.get("before").abs().sum().getFloat()).isPositive();
            assertThatThrownBy(() -> loaded.run("chain", x, Map.of("r", r))).hasMessageContaining("b.alpha");
        }
    }

    @Test
    void aBranchNotTakenLeavesItsKeyOut() {
        TorchArchive hooked = LoadedArchive.resource("branching.scripted.pt")
                .withHooks(
                        "both", List.of(HookPoint.capture("positive", "p"), HookPoint.capture("negative", "n")), true)
                .withHooks("biased", List.of(HookPoint.capture("last", "y")), true);
        try (LoadedArchive loaded = new LoadedArchive(hooked)) {
            int positive = 0;
            for (int seed = 0; seed < 8; seed++) {
                NDArray x = loaded.manager.arange(4f).sub(1.5f).mul(seed - 3.5f).reshape(1, 4);
                Map<String, NDArray> out = loaded.run("both", x, Map.of());
                assertThat(out).hasSize(2).containsKey("images");
                assertSame(out.get("images"), loaded.forward(x));
                positive += out.containsKey("p") ? 1 : 0;
            }
            assertThat(positive).isBetween(1, 7);
            NDArray x = loaded.manager.ones(new Shape(1, 4));
            NDArray bias = loaded.manager.create(new float[] {1, -1});
            Map<String, NDArray> out = loaded.run("biased", x, Map.of("bias", bias));
            assertSame(out.get("images"), out.get("y").add(bias));
            // The network's own check of its input is still there.
            assertThatThrownBy(() -> loaded.run("both", x.reshape(4), Map.of()))
                    .hasMessageContaining("expected [N, 4]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tuples.scripted", "tuples.traced"})
    void aRootThatReturnsATupleCanBeCapturedFrom(String name) {
        TorchArchive archive = LoadedArchive.resource(name + ".pt");
        assertThatThrownBy(() -> archive.withHooks("h", List.of(HookPoint.capture("join", "j")), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Tuple[Tensor, Tensor]");
        TorchArchive hooked = archive.withHooks(
                "h", List.of(HookPoint.capture("split.mean", "m"), HookPoint.capture("join", "j")), false);
        try (LoadedArchive loaded = new LoadedArchive(hooked)) {
            var reference = LoadedArchive.reference("tuples");
            NDArray x = loaded.array(reference.getAsJsonObject("input"));
            Map<String, NDArray> out = loaded.run("h", x, Map.of());
            assertNear(out.get("j"), loaded.array(reference.getAsJsonObject("output")));
            assertSame(out.get("j"), loaded.forward(x));
            assertNear(
                    out.get("m"),
                    loaded.array(reference.getAsJsonObject("layers").getAsJsonObject("split.mean")));
        }
    }
}
