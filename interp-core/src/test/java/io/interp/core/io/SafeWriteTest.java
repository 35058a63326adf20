package io.interp.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeWriteTest {

    @TempDir
    Path folder;

    @Test
    void writesReplacesAndMakesParents() throws IOException {
        Path file = folder.resolve("a/b/c.txt");
        SafeWrite.file(file, out -> out.write(bytes("one")));
        SafeWrite.file(file, out -> out.write(bytes("two")));
        assertThat(file).hasContent("two");
        assertThat(names(file.getParent())).containsExactly("c.txt");
        Path plain = Files.createFile(folder.resolve("plain"));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void fullDiskLeavesTheOldFileAlone() throws IOException {
        Path file = folder.resolve("c.txt");
        SafeWrite.file(file, out -> out.write(bytes("old")));
        assertThatThrownBy(() -> SafeWrite.file(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("c.txt")
                .hasMessageContaining("No space left");
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("c.txt");
    }

    @Test
    void anExceptionOfTheWriterComesThroughAndLeavesNothing() throws IOException {
        assertThatThrownBy(() -> SafeWrite.file(folder.resolve("x"), out -> {
                    out.write(1);
                    throw new IllegalStateException("mine");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
        assertThatThrownBy(() -> SafeWrite.directory(folder.resolve("d"), directory -> {
                    Files.createDirectories(directory.resolve("deep/er"));
                    Files.writeString(directory.resolve("deep/er/file"), "half");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void theTargetIsUntouchedWhileWriting() throws IOException {
        Path file = folder.resolve("c.txt");
        SafeWrite.file(file, out -> out.write(bytes("old")));
        SafeWrite.file(file, out -> {
            out.write(bytes("new"));
            out.close(); // bodies may close what wraps the stream
            assertThat(file).hasContent("old");
        });
        assertThat(file).hasContent("new");
    }

    @Test
    void anInterruptedThreadCanStillSave() {
        Path file = folder.resolve("c.txt");
        Thread.currentThread().interrupt();
        try {
            SafeWrite.file(file, out -> out.write(bytes("saved")));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(file).hasContent("saved");
    }

    @Test
    void directoriesAppearWholeAndAreReplacedOnlyOnDemand() throws IOException {
        Path target = folder.resolve("run");
        Files.createDirectory(target);
        SafeWrite.directory(target, directory -> {
            Files.writeString(directory.resolve("a"), "1");
            assertThat(names(target)).isEmpty();
        });
        assertThat(names(target)).containsExactly("a");
        assertThatThrownBy(() -> SafeWrite.directory(target, directory -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> SafeWrite.replaceDirectory(target, directory -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(names(target)).containsExactly("a");
        SafeWrite.replaceDirectory(target, directory -> Files.writeString(directory.resolve("b"), "2"));
        assertThat(names(target)).containsExactly("b");
        assertThat(names(folder)).containsExactly("run");
        assertThatThrownBy(() -> SafeWrite.replaceDirectory(target.resolve("b"), directory -> {}))
                .hasMessageContaining("is a file");
    }

    @Test
    void namesTheTargetThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> SafeWrite.file(file.resolve("below"), out -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("below");
        assertThatThrownBy(() -> SafeWrite.file(Path.of("/"), out -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no file name");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
