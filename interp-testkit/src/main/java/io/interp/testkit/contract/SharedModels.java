package io.interp.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared/models").resolve(name))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(file.isPresent(), "no shared/models/" + name + " beside this checkout");
        return file.orElseThrow();
    }
}
