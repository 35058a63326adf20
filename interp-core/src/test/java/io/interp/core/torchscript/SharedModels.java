package io.interp.core.torchscript;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds published networks that lie beside a checkout; tests that need them are skipped where there are none. */
final class SharedModels {

    private SharedModels() {}

    static Path require(String name) {
        Optional<Path> file = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared/models").resolve(name))
                .filter(Files::exists)
                .findFirst();
        assumeTrue(file.isPresent(), "no shared/models/" + name + " beside this checkout");
        return file.orElseThrow();
    }
}
