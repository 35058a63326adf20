package io.interp.core.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.internal.torch.OperatorArchive;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npz;
import io.interp.core.tensor.GradScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchScriptClassifierTest {

    /** Gives the mean of each channel: three numbers an image. */
    private static final String MEANS = """
              def forward(self: __torch__.Ops, x: Tensor) -> Tensor:
                return torch.mean(x, [2, 3])
            """;

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

    private Path model(String description) throws IOException {
        Path file = folder.resolve("means.pt");
        Files.write(file, OperatorArchive.of(MEANS));
        Files.writeString(folder.resolve("means.json"), description);
        return file;
    }

    private float[] of(String output, float red, float green, float blue) throws IOException {
        String json = "{\"labels\":[\"r\",\"g\",\"b\"],\"size\":[2,2]" + output + "}";
        try (TorchScriptClassifier classifier = TorchScriptClassifier.load(model(json), manager);
                NDManager scope = manager.newSubManager()) {
            NDArray image = scope.create(new float[] {red, green, blue}, new Shape(1, 3, 1, 1))
                    .broadcast(1, 3, 2, 2);
            return classifier.probabilities(image).toFloatArray();
        }
    }

    @Test
    void logitsBecomeProbabilitiesAndProbabilitiesStay() throws IOException {
        double sum = Math.exp(0.1) + Math.exp(0.7) + Math.exp(-0.4);
        for (String output : new String[] {"", ",\"output\":\"logits\"", ",\"output\":\"logProbabilities\""}) {
            float[] found = of(output, 0.1f, 0.7f, -0.4f);
            assertThat((double) found[0]).isCloseTo(Math.exp(0.1) / sum, within(1e-6));
            assertThat((double) found[1]).isCloseTo(Math.exp(0.7) / sum, within(1e-6));
            assertThat((double) found[2]).isCloseTo(Math.exp(-0.4) / sum, within(1e-6));
        }
        assertThat(of(",\"output\":\"probabilities\"", 0.25f, 0.5f, 0.25f)).containsExactly(0.25f, 0.5f, 0.25f);
    }

    @Test
    void refusesADescriptionThatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptClassifier.load(model("{\"size\":[2,2]}"), manager))
                .withMessageContaining("labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(",\"output\":\"votes\"", 0, 0, 0))
                .withMessageContaining("votes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    Path file = model("{\"labels\":[\"one\",\"two\"],\"size\":[2,2]}");
                    try (TorchScriptClassifier two = TorchScriptClassifier.load(file, manager)) {
                        two.probabilities(manager.zeros(new Shape(1, 3, 2, 2)));
                    }
                })
                .withMessageContaining("must give");
    }

    /** Classifiers trained by others, against what PyTorch itself gave. */
    @ParameterizedTest
    @ValueSource(strings = {"mnist_lenet5", "cifar10_resnet20"})
    void agreesWithPublishedClassifiers(String name) throws IOException {
        Path model = SharedModels.require(name).resolve("model.scripted.pt");
        Map<String, HostArray> reference = Npz.read(SharedModels.require(name).resolve("ref.npz"));
        try (TorchScriptClassifier classifier = TorchScriptClassifier.load(model, manager);
                NDManager scope = manager.newSubManager();
                GradScope off = GradScope.off()) {
            NDArray images = reference.get("input").toNDArray(scope).mul(2).sub(1);
            float[] expected =
                    reference.get("output").toNDArray(scope).softmax(1).toFloatArray();
            float[] found = classifier.probabilities(images).toFloatArray();
            assertThat(classifier.labels()).hasSize(10);
            assertThat(found).hasSameSizeAs(expected);
            double worst = 0;
            for (int i = 0; i < found.length; i++) {
                worst = Math.max(worst, Math.abs(found[i] - expected[i]));
            }
            assertThat(worst).isLessThan(1e-4);
        }
    }
}
