package io.interp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.interp.core.block.Dcgan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a path holds decides how it is loaded. */
class GeneratorFilesTest {

    @TempDir
    private Path folder;

    @Test
    void aSavedGeneratorOfBlocksComesBack() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator =
                        new Dcgan(3, 8, 1, 4, 2).generator(manager, 1).rectified("layer1")) {
            generator.save(folder.resolve("saved"));
            assertThat(GeneratorFiles.torchScript(folder.resolve("saved"))).isEmpty();
            try (Generator loaded = GeneratorFiles.load(folder.resolve("saved"), manager)) {
                assertThat(loaded.fingerprint()).isEqualTo(generator.fingerprint());
            }
        }
    }

    @Test
    void filesAndDirectoriesWithAScriptAreTorchScript() throws IOException {
        Path file = Files.writeString(folder.resolve("generator.pt"), "");
        assertThat(GeneratorFiles.torchScript(file)).contains(file);
        assertThat(GeneratorFiles.torchScript(folder)).contains(file);
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        assertThatThrownBy(() -> GeneratorFiles.torchScript(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no saved generator");
        Files.writeString(folder.resolve("generator.traced.pt"), "");
        assertThatThrownBy(() -> GeneratorFiles.torchScript(folder)).hasMessageContaining("generator.traced.pt");
        assertThatThrownBy(() -> GeneratorFiles.torchScript(folder.resolve("generator.pt")))
                .hasMessageContaining("no model at")
                .hasMessageContaining("generator.traced.pt");
        Files.writeString(folder.resolve("generator.json"), "{\"format\": \"other\"}");
        assertThatThrownBy(() -> GeneratorFiles.torchScript(folder))
                .hasMessageContaining("interp-blocks")
                .hasMessageContaining("other");
    }
}
