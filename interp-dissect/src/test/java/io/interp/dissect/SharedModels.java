package io.interp.dissect;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds published networks that lie beside a checkout; tests that need them are skipped where there are none. */
public final class SharedModels {

    private SharedModels() {}

    public static Path require(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/models").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        assumeTrue(false, "no shared/models/" + name + " beside this checkout");
        throw new IllegalStateException("unreachable");
    }
}
