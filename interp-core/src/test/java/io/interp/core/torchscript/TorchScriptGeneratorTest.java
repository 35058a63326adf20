package io.interp.core.torchscript;

import static io.interp.core.torchscript.Upsamplers.LAYER;
import static io.interp.core.torchscript.Upsamplers.SCRIPTED;
import static io.interp.core.torchscript.Upsamplers.difference;
import static io.interp.core.torchscript.Upsamplers.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.LatentSpace;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.data.PixelRange;
import io.interp.core.tensor.Draws;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchScriptGeneratorTest {

    private static final Shape CHANNELS = new Shape(1, 4, 1, 1);

    @TempDir
    private Path folder;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private TorchScriptGenerator generator(String name) {
        return Upsamplers.load(name, manager);
    }

    private NDArray latents(int count) {
        return Upsamplers.SIX.latents().sample(manager, 3, count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted.pt", "styled.traced.pt"})
    void everyLayerCanBeKeptAndPutBack(String file) {
        try (TorchScriptGenerator generator = generator(file)) {
            NDArray z = latents(3);
            NDArray images = generator.generate(z);
            assertThat(images.getShape().slice(1)).isEqualTo(generator.imageShape());
            assertThat(generator.layers()).hasSizeGreaterThan(4);
            List<LayerHook> captures = new ArrayList<>();
            generator.layers().names().forEach(layer -> captures.add(LayerHook.capture(layer)));
            Run run = generator.run(z, Pass.INFERENCE, captures);
            assertThat(run.images()).isEqualTo(images);
            for (String layer : generator.layers().names()) {
                NDArray kept = run.activation(layer);
                assertThat(kept.getShape().slice(1))
                        .isEqualTo(generator.layers().named(layer).outputShape());
                assertThat(generator.activation(z, layer, Pass.INFERENCE))
                        .as(layer)
                        .isEqualTo(kept);
                assertThat(generator.resume(z, layer, kept)).as(layer).isEqualTo(images);
                assertThat(generator.run(z, LayerHook.apply(layer, y -> y)).images())
                        .as(layer)
                        .isEqualTo(images);
                assertThat(difference(generator.resume(z, layer, kept.add(1)), images))
                        .as(layer)
                        .isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted.pt", "upsampler.traced.pt"})
    void blendFunctionAndResumeGiveTheSameImage(String file) {
        try (TorchScriptGenerator generator = generator(file)) {
            NDArray z = latents(4);
            NDArray alpha =
                    Draws.normal(manager, Draws.stream(1), CHANNELS).abs().clip(0, 1);
            NDArray value = Draws.normal(manager, Draws.stream(2), CHANNELS);
            NDArray blended =
                    generator.run(z, LayerHook.blend(LAYER, alpha, value)).images();
            NDArray y = generator.run(z, LayerHook.capture(LAYER)).activation(LAYER);
            NDArray edited = y.mul(alpha.neg().add(1)).add(value.mul(alpha));
            assertThat(difference(generator.resume(z, LAYER, edited), blended)).isLessThan(1e-6f);
            NDArray applied = generator
                    .run(
                            z,
                            LayerHook.apply(
                                    LAYER, x -> x.mul(alpha.neg().add(1)).add(value.mul(alpha))))
                    .images();
            assertThat(difference(applied, blended)).isLessThan(1e-6f);
            assertThat(difference(generator.generate(z), blended)).isGreaterThan(1e-3f);
        }
    }

    @Test
    void hooksActInTheOrderOfLayersAndThenTheirOwn() {
        try (TorchScriptGenerator generator = generator(SCRIPTED)) {
            NDArray z = latents(2);
            NDArray plain = generator.activation(z, LAYER, Pass.INFERENCE);
            NDArray ones = plain.onesLike();
            NDArray half = manager.full(CHANNELS, 0.5f);
            Run run = generator.run(
                    z,
                    LayerHook.capture("net.6", "late"), // given first, acts last
                    LayerHook.capture(LAYER, "before"),
                    LayerHook.replace(LAYER, ones),
                    LayerHook.capture(LAYER, "between"),
                    LayerHook.apply(LAYER, y -> y.mul(3)),
                    LayerHook.blend(LAYER, half, manager.full(CHANNELS, 5f)),
                    LayerHook.capture(LAYER, "after"));
            assertThat(run.activations().keySet()).containsExactlyInAnyOrder("late", "before", "between", "after");
            assertThat(run.activation("before")).isEqualTo(plain);
            assertThat(run.activation("between")).isEqualTo(ones);
            assertThat(run.activation("after")).isEqualTo(ones.mul(4));
            assertThat(generator.resume(z, LAYER, ones.mul(4))).isEqualTo(run.images());
            assertThat(run.activation("late"))
                    .isEqualTo(generator
                            .run(z, LayerHook.replace(LAYER, ones.mul(4)), LayerHook.capture("net.6"))
                            .activation("net.6"));
        }
    }

    @Test
    void twoFunctionsAtTwoLayersBothAct() {
        try (TorchScriptGenerator generator = generator(SCRIPTED)) {
            NDArray z = latents(2);
            NDArray both = generator
                    .run(z, LayerHook.apply("net.6", y -> y.add(0.3f)), LayerHook.apply("net.0", y -> y.mul(2)))
                    .images();
            NDArray first = generator.activation(z, "net.0", Pass.INFERENCE).mul(2);
            NDArray second = generator
                    .run(z, LayerHook.replace("net.0", first), LayerHook.capture("net.6"))
                    .activation("net.6")
                    .add(0.3f);
            assertThat(generator.resume(z, "net.6", second)).isEqualTo(both);
            assertThatExceptionOfType(InterpException.class)
                    .isThrownBy(() -> generator.run(z, LayerHook.apply(LAYER, y -> y.sum())))
                    .withMessageContaining("must keep the shape");
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        try (TorchScriptGenerator generator = generator(SCRIPTED)) {
            NDArray z = latents(2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> generator.run(z, LayerHook.capture("net.33")))
                    .withMessageContaining("near names: ")
                    .withMessageContaining(LAYER);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> generator.activation(z, "nett.3", Pass.INFERENCE))
                    .withMessageContaining("near names: ");
            assertThatIllegalArgumentException().isThrownBy(() -> generator.rectified("net.33"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> generator.generate(manager.zeros(new Shape(2, 7))))
                    .withMessageContaining("[N, 6]");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptGenerator.load(resource(SCRIPTED), manager))
                .withMessageContaining("upsampler.scripted.json beside the model");
        ModelDescription seven = new ModelDescription(LatentSpace.normal(7), PixelRange.SIGNED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptGenerator.load(resource(SCRIPTED), seven, manager))
                .withMessageContaining("check \"dim\"");
        ModelDescription four = new ModelDescription(LatentSpace.normal(4), PixelRange.SIGNED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptGenerator.load(resource("tuple_inside.scripted.pt"), four, manager))
                .withMessageContaining("into images [N, C, H, W]");
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() {
        Path saved = folder.resolve("broken");
        try (TorchScriptGenerator generator = generator(SCRIPTED)) {
            generator.parameters().get("net.4.weight").muli(Float.NaN);
            generator.save(saved);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptGenerator.load(saved.resolve("generator.pt"), manager))
                .withMessageContaining("net.4.weight");
    }

    @Test
    void aFrozenArchiveGivesImagesButTakesNoHooks() {
        try (TorchScriptGenerator frozen = generator("frozen_upsampler.pt");
                TorchScriptGenerator generator = generator(SCRIPTED)) {
            NDArray z = latents(3);
            assertThat(difference(frozen.generate(z), generator.generate(z))).isLessThan(1e-5f);
            assertThat(frozen.layers()).isEmpty();
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> frozen.run(z, LayerHook.capture(LAYER)))
                    .withMessageContaining("torch.jit.freeze");
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> frozen.activation(z, LAYER, Pass.INFERENCE))
                    .withMessageContaining("torch.jit.freeze");
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> frozen.rectified(LAYER))
                    .withMessageContaining("torch.jit.freeze");
        }
    }

    @Test
    void copiesShareNothing() {
        try (TorchScriptGenerator generator = generator(SCRIPTED);
                Generator copy = generator.copy()) {
            NDArray z = latents(2);
            NDArray images = generator.generate(z);
            assertThat(copy.generate(z)).isEqualTo(images);
            assertThat(copy.fingerprint()).isEqualTo(generator.fingerprint());
            copy.parameters().get("net.0.weight").muli(2);
            assertThat(generator.generate(z)).isEqualTo(images);
            assertThat(difference(copy.generate(z), images)).isPositive();
            assertThat(copy.fingerprint()).isNotEqualTo(generator.fingerprint());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted.pt", "upsampler.traced.pt"})
    void rectifyingTwiceIsRectifyingOnce(String file) {
        try (TorchScriptGenerator generator = generator(file);
                Generator once = generator.rectified(LAYER);
                Generator twice = once.rectified(LAYER)) {
            NDArray z = latents(3);
            NDArray y = generator.activation(z, LAYER, Pass.INFERENCE);
            assertThat(y.min().getFloat()).isNegative();
            assertThat(once.activation(z, LAYER, Pass.INFERENCE)).isEqualTo(y.maximum(0f));
            assertThat(once.generate(z)).isEqualTo(generator.resume(z, LAYER, y.maximum(0f)));
            assertThat(twice.generate(z)).isEqualTo(once.generate(z));
            assertThat(twice.fingerprint()).isEqualTo(once.fingerprint());
            assertThat(once.fingerprint()).isNotEqualTo(generator.fingerprint());
            assertThat(once.layers().names()).isEqualTo(generator.layers().names());
            once.save(folder.resolve("rectified"));
            try (Generator loaded = TorchScriptGenerator.load(folder.resolve("rectified/generator.pt"), manager)) {
                assertThat(loaded.generate(z)).isEqualTo(once.generate(z));
                assertThat(loaded.fingerprint()).isEqualTo(once.fingerprint());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upsampler.scripted.pt", "upsampler.traced.pt", "styled.scripted.pt"})
    void savedGeneratorsComeBackWithoutOurMethods(String file) throws IOException {
        Path saved = folder.resolve("saved/generator.pt");
        ModelDescription unit = new ModelDescription(LatentSpace.uniform(6), PixelRange.UNIT);
        try (TorchScriptGenerator generator = TorchScriptGenerator.load(resource(file), unit, manager)) {
            NDArray z = latents(3);
            generator.parameters().values().iterator().next().muli(1.25f);
            generator.run(z, LayerHook.capture(generator.layers().names().get(1)));
            generator.save(folder.resolve("saved"));
            try (TorchScriptGenerator loaded = TorchScriptGenerator.load(saved, manager)) {
                assertThat(loaded.generate(z)).isEqualTo(generator.generate(z));
                assertThat(loaded.fingerprint()).isEqualTo(generator.fingerprint());
                assertThat(loaded.latents()).isEqualTo(unit.latents());
                assertThat(loaded.layers().names()).isEqualTo(generator.layers().names());
            }
        }
        assertThat(ModelDescription.beside(saved)).isEqualTo(unit);
        try (ZipFile zip = new ZipFile(saved.toFile())) {
            int methods = 0;
            for (ZipEntry entry : zip.stream().toList()) {
                assertThat(entry.getName()).doesNotContain("interp_");
                if (entry.getName().endsWith(".py")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        assertThat(text).doesNotContain("interp_");
                        methods += text.contains("def forward(") ? 1 : 0;
                    }
                }
            }
            assertThat(methods).isPositive();
        }
    }

    @Test
    void hookedRunsLeaveNothingBehind() {
        try (TorchScriptGenerator generator = generator(SCRIPTED)) {
            hookedRuns(generator, 20);
            int held = generator.manager().getManagedArrays().size();
            int outside = manager.getManagedArrays().size();
            hookedRuns(generator, 200);
            assertThat(generator.manager().getManagedArrays()).hasSize(held);
            assertThat(manager.getManagedArrays()).hasSize(outside);
        }
    }

    private void hookedRuns(TorchScriptGenerator generator, int count) {
        for (int i = 0; i < count; i++) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray z = Upsamplers.SIX.latents().sample(scope, i, 2);
                NDArray half = scope.full(CHANNELS, 0.5f);
                generator.run(z, LayerHook.capture("net.0"), LayerHook.blend(LAYER, half, half));
                generator.run(z, LayerHook.apply(LAYER, y -> y.mul(2)));
                generator.activation(z, LAYER, Pass.INFERENCE);
            }
        }
    }

    @Test
    void aDirectoryThatExistsIsReplacedAsAWhole() throws IOException {
        Path saved = folder.resolve("saved");
        try (TorchScriptGenerator generator = generator(SCRIPTED)) {
            generator.save(saved);
            generator.save(saved);
            try (var files = Files.list(saved)) {
                assertThat(files.map(f -> f.getFileName().toString()))
                        .containsExactlyInAnyOrder("generator.pt", "generator.json");
            }
        }
    }
}
