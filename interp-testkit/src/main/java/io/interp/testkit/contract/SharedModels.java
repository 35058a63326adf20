package io.interp.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds published networks that lie beside a checkout; tests that need them are skipped where there are none. */
public final class SharedModels {

    private SharedModels() {}

    /**
     * Finds a file or folder, or skips the test.
     *
     * @param name its path under {@code shared/models}, which is looked for beside the working directory and above
     * @return the file or folder
     */
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
