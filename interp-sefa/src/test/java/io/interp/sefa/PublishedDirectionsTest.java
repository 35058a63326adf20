package io.interp.sefa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npz;
import io.interp.core.torchscript.ModelDescription;
import io.interp.core.torchscript.TorchScriptGenerator;
import io.interp.testkit.contract.SharedModels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directions of published generators, and the images along them, are those that numpy and PyTorch recorded. */
class PublishedDirectionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "celeba32_dcgan_fletcher/generator.traced.pt",
                "celeba32_dcgan_fletcher/generator.scripted.pt",
                "anime64_dcgan_darth/generator.traced.pt",
                "anime64_dcgan_darth/generator.scripted.pt"
            })
    void directionsAndImagesAreTheRecordedOnes(String model) {
        Path file = SharedModels.require(model);
        Map<String, HostArray> reference = Npz.read(file.resolveSibling("sefa_ref.npz"));
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = TorchScriptGenerator.load(file, manager)) {
            Directions found = new SefaStrategy().apply(generator);
            double[] expected = reference.get("eigenvalues").toDoubles();
            // The recorded numbers come from a Gram matrix of other precision: 1e-6 of the largest is float32's.
            assertThat(found.eigenvalues()).containsExactly(expected, within(1e-6 * expected[0]));
            assertThat(Arrays.stream(found.eigenvalues()).sum())
                    .isEqualTo((double) found.origin().rows(), within(1e-7));
            HostArray vectors = reference.get("eigenvectors"); // [16, d]
            int d = (int) vectors.shape()[1];
            for (int i = 0; i < vectors.shape()[0]; i++) {
                double[] recorded = Arrays.copyOfRange(vectors.toDoubles(), i * d, (i + 1) * d);
                assertThat(found.get(i).vector()).as("direction %s", i).containsExactly(recorded, within(1e-4));
            }
            NDArray z = Npz.read(file.resolveSibling("ref.npz"))
                    .get("z")
                    .toNDArray(manager)
                    .get("0:2");
            double[] steps = reference.get("steps").toDoubles();
            for (int i = 0; i < 4; i++) {
                NDArray recorded = ModelDescription.beside(file)
                        .range()
                        .toSigned(reference.get("dir" + i).toNDArray(manager)); // [2, steps, C, H, W]
                for (int s = 0; s < steps.length; s++) {
                    NDArray images = CodePath.of(generator, found).images(z, DirectionEdit.of(found.get(i), steps[s]));
                    assertThat(images.sub(recorded.get(":," + s)).abs().max().getFloat())
                            .as("direction %s, step %s", i, steps[s])
                            .isLessThan(1e-3f);
                }
            }
        }
    }
}
