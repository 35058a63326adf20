package io.interp.core.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.LayerHook;
import io.interp.core.Run;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npz;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generators published by others give the images and the stage outputs that PyTorch recorded for them. */
class PublishedGeneratorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "celeba32_dcgan_fletcher/generator.traced.pt",
                "celeba32_dcgan_fletcher/generator.scripted.pt",
                "anime64_dcgan_darth/generator.traced.pt",
                "anime64_dcgan_darth/generator.scripted.pt",
                "fashion28_dcgan_aman/generator.scripted.pt",
                "mnist28_dcgan_dennis/generator.traced.pt",
                "mnist28_dcgan_dennis/generator.scripted.pt"
            })
    void imagesAndStagesAreThoseOfPyTorch(String model) {
        var file = SharedModels.require(model);
        Map<String, HostArray> reference = Npz.read(file.resolveSibling("ref.npz"));
        try (NDManager manager = NDManager.newBaseManager();
                TorchScriptGenerator generator = TorchScriptGenerator.load(file, manager)) {
            NDArray z = reference.get("z").toNDArray(manager);
            NDArray expected = ModelDescription.beside(file)
                    .range()
                    .toSigned(reference.get("image").toNDArray(manager));
            NDArray images = generator.generate(z);
            assertThat(images.sub(expected).abs().max().getFloat()).isLessThan(1e-4f);

            List<LayerHook> captures = new ArrayList<>();
            List<String> stages = reference.keySet().stream()
                    .filter(key -> key.matches("h\\d+"))
                    .sorted()
                    .toList();
            String prefix = generator.layers().get(0).name().startsWith("net") ? "net." : "";
            stages.forEach(h -> captures.add(LayerHook.capture(prefix + Integer.parseInt(h.substring(1)), h)));
            Run run = generator.run(z.get("0:2"), captures.toArray(LayerHook[]::new));
            for (String stage : stages) {
                NDArray recorded = reference.get(stage).toNDArray(manager);
                float scale = recorded.abs().max().getFloat();
                float error = run.activation(stage).sub(recorded).abs().max().getFloat();
                assertThat(error / scale).as(stage).isLessThan(1e-4f);
            }
            assertThat(stages).hasSizeGreaterThan(5);
        }
    }
}
