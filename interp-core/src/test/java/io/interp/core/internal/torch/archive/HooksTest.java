package io.interp.core.internal.torch.archive;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                // Everything was run once before: the engine optimises from the second call on.
                assertSame(loaded.run("resume" + i, x, Map.of("r", value)).get("images"), plain);
                assertSame(loaded.run("head" + i, x, Map.of()).get("r"), value);
            }
            reference.getAsJsonObject("layers").entrySet().forEach(entry -> {
                String first = all.containsKey(entry.getKey()) ? entry.getKey() : entry.getKey() + "#1";
                assertNear(all.get(first), loaded.array(entry.getValue().getAsJsonObject()));
            });
            assertSame(loaded.forward(x), plain);
        }
    }
}
