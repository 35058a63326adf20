package io.interp.core.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonParser;
import io.interp.core.LatentSpace;
import io.interp.core.Prior;
import io.interp.core.data.PixelRange;
import io.interp.core.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDescriptionTest {

    @TempDir
    private Path folder;

    private static ModelDescription read(String json) {
        return ModelDescription.of(JsonParser.parseString(json).getAsJsonObject(), "model.json");
    }

    @Test
    void everythingIsRead() {
        ModelDescription description =
                read("{\"latent\":{\"dim\":128,\"prior\":\"normal\",\"truncation\":2.5},\"range\":[0,255]}");
        assertThat(description.latents()).isEqualTo(new LatentSpace(128, Prior.NORMAL, OptionalDouble.of(2.5)));
        assertThat(description.range()).isEqualTo(PixelRange.BYTES);
        assertThat(read("{\"latent\":{\"dim\":3,\"prior\":\"Uniform\",\"truncation\":null}}")
                        .latents())
                .isEqualTo(LatentSpace.uniform(3));
    }

    @Test
    void whatIsLeftOutHasDefaults() {
        ModelDescription description = read("{\"latent\":{\"dim\":7}}");
        assertThat(description).isEqualTo(new ModelDescription(LatentSpace.normal(7), PixelRange.SIGNED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"latent\":{}}",
                "{\"latent\":5}",
                "{\"latent\":{\"dim\":\"many\"}}",
                "{\"latent\":{\"dim\":0}}",
                "{\"latent\":{\"dim\":4,\"prior\":\"cauchy\"}}",
                "{\"latent\":{\"dim\":4,\"prior\":\"uniform\",\"truncation\":1}}",
                "{\"latent\":{\"dim\":4,\"truncation\":-1}}",
                "{\"latent\":{\"dim\":4},\"range\":[1]}",
                "{\"latent\":{\"dim\":4},\"range\":[1,-1]}",
                "{\"latent\":{\"dim\":4},\"range\":\"unit\"}"
            })
    void whatIsWrongIsRefusedWithAnExample(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json))
                .withMessageStartingWith("model.json does not describe a generator")
                .withMessageContaining("expected such as {\"latent\":{\"dim\":100");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (ModelDescription description : new ModelDescription[] {
            new ModelDescription(new LatentSpace(9, Prior.NORMAL, OptionalDouble.of(0.7)), PixelRange.UNIT),
            new ModelDescription(LatentSpace.uniform(2), new PixelRange(-0.5, 3))
        }) {
            Path model = folder.resolve("model.v2.pt");
            assertThat(ModelDescription.fileBeside(model)).isEqualTo(folder.resolve("model.v2.json"));
            Json.write(ModelDescription.fileBeside(model), description.toJson());
            assertThat(ModelDescription.beside(model)).isEqualTo(description);
        }
    }

    @Test
    void aMissingFileIsSaid() throws IOException {
        Path model = Files.writeString(folder.resolve("lonely"), "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelDescription.beside(model))
                .withMessageContaining("lonely.json beside the model")
                .withMessageContaining("\"dim\":100");
    }
}
