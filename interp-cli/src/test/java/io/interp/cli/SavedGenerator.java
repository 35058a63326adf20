package io.interp.cli;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import java.nio.file.Path;

/** Small generators with fresh weights, saved as the library saves them. */
final class SavedGenerator {

    static final Dcgan ARCHITECTURE = new Dcgan(6, 16, 3, 8, 4);

    private SavedGenerator() {}

    static Path in(Path folder) {
        Path directory = folder.resolve("model");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = ARCHITECTURE.generator(manager, 5)) {
            generator.save(directory);
        }
        return directory;
    }
}
