package io.interp.core.internal.torch.archive;

import static io.interp.core.internal.torch.archive.HooksTest.assertNear;
import static io.interp.core.internal.torch.archive.HooksTest.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published networks, where the folder {@code shared/models} stands beside a parent of this one; skipped without. */
class RealModelsTest {

    private static Path model(String name) {
        String given = System.getProperty("interp.models");
        if (given != null) {
            return Path.of(given, name);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared").resolve("models").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return Path.of(name);
    }

    @ParameterizedTest
    @CsvSource({
        "celeba32_dcgan_fletcher/generator.scripted.pt, 100",
        "celeba32_dcgan_fletcher/generator.traced.pt, 100",
        "celeba32_dcgan_fletcher/discriminator.scripted.pt, '3,32,32'",
        "anime64_dcgan_darth/generator.scripted.pt, 128",
        "anime64_dcgan_darth/generator.traced.pt, 128",
        "fashion28_dcgan_aman/generator.scripted.pt, 100",
        "mnist28_dcgan_dennis/generator.scripted.pt, 100",
        "mnist28_dcgan_dennis/generator.traced.pt, 100",
        "face_parsing_unet64/model.scripted.pt, '3,64,64'",
        "face_recognition_faceapi/model.scripted.pt, '3,150,150'",
        "cifar10_resnet20/model.scripted.pt, '3,32,32'",
        "mnist_lenet5/model.scripted.pt, '1,28,28'",
    })
    void everyLayerCapturesAndResumes(String name, String dimensions) {
        Path file = model(name);
        assumeTrue(Files.exists(file), "no " + name);
        TorchArchive archive = TorchArchive.read(file);
        List<String> layers =
                archive.modules().layers().stream().map(CallableLayer::name).toList();
        List<HookPoint> captures = new ArrayList<>();
        TorchArchive hooked = archive;
        for (int i = 0; i < layers.size(); i++) {
            captures.add(HookPoint.capture(layers.get(i), layers.get(i)));
            if (i % 4 == 0) {
                hooked = hooked.withHooks("head" + i, List.of(HookPoint.capture(layers.get(i), "r")), false)
                        .withHooks("resume" + i, List.of(HookPoint.replace(layers.get(i), "r")), true);
            }
        }
        hooked = hooked.withHooks("everything", captures, true);
        LoadedArchive.optimize(false);
        try (LoadedArchive loaded = LoadedArchive.tolerant(hooked)) {
            NDArray x = input(loaded, dimensions);
            NDArray plain = loaded.forward(x);
            Map<String, NDArray> all = loaded.run("everything", x, Map.of());
            assertThat(all).hasSize(layers.size() + 1);
            assertSame(all.get("images"), plain);
            for (int i = 0; i < layers.size(); i += 4) {
                NDArray value = all.get(layers.get(i));
                assertSame(loaded.run("head" + i, x, Map.of()).get("r"), value);
                assertNear(loaded.run("resume" + i, x, Map.of("r", value)).get("images"), plain);
            }
        } finally {
            LoadedArchive.optimize(true);
        }
    }

    private static NDArray input(LoadedArchive loaded, String dimensions) {
        List<Long> shape = new ArrayList<>(List.of(2L));
        List.of(dimensions.split(",", -1)).forEach(d -> shape.add(Long.parseLong(d)));
        Shape full = new Shape(shape);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        float[] values = new float[(int) full.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return loaded.manager.create(values, full);
    }
}
