package io.interp.core.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Writes a file or a directory so that its name never shows half of it.
 *
 * <p>The content goes to a hidden temporary name in the same folder, is forced to the disk and then moved over the
 * target in one step. When anything fails (a full disk, an exception in the writer) the temporary is deleted, an older
 * target stays as it was, and the error says which target was meant.
 */
public final class SafeWrite {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final AtomicLong COUNTER = new AtomicLong();

    private SafeWrite() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface FileBody {
        /**
         * Writes the content.
         *
         * @param out a buffered stream; closing it only flushes it
         * @throws IOException if writing fails
         */
        void write(OutputStream out) throws IOException;
    }

    /** What goes into a directory. */
    @FunctionalInterface
    public interface DirectoryBody {
        /**
         * Writes the content.
         *
         * @param directory an empty directory under a temporary name
         * @throws IOException if writing fails
         */
        void write(Path directory) throws IOException;
    }

    /**
     * Writes one file, replacing an older one of the same name. Missing parent folders are made.
     *
     * @param target the file to write
     * @param body writes the content
     * @throws UncheckedIOException if the file can't be written; the target is then as it was before
     */
    public static void file(Path target, FileBody body) {
        Path temporary = temporaryFor(target, "tmp");
        try {
            makeParent(target);
            Files.createFile(temporary);
            try {
                // A FileOutputStream, unlike a channel, survives an interrupted thread: saves at shutdown need that.
                try (FileOutputStream raw = new FileOutputStream(temporary.toFile());
                        OutputStream out = new KeptOpen(raw)) {
                    body.write(out);
                    out.flush();
                    raw.getFD().sync();
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                syncFolder(target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + target + ": " + reason(e), e);
        }
    }

    /**
     * Writes a whole directory that does not exist yet, or is empty.
     *
     * @param target the directory to make
     * @param body writes the content into a directory of a temporary name
     * @throws IllegalArgumentException if the target exists and is not an empty directory
     * @throws UncheckedIOException if it can't be written; nothing of it is left then
     */
    public static void directory(Path target, DirectoryBody body) {
        try {
            if (Files.exists(target) && !isEmptyDirectory(target)) {
                throw new IllegalArgumentException(
                        target + " exists already; choose another name, delete it, or replace it");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + target + ": " + reason(e), e);
        }
        replaceDirectory(target, body);
    }

    /**
     * Writes a whole directory in place of an older one. The old content is moved aside before and deleted after the
     * new one took its name, so a crash between the two moves leaves both, complete, under hidden names.
     *
     * @param target the directory to make or replace
     * @param body writes the content into a directory of a temporary name
     * @throws IllegalArgumentException if the target exists and is not a directory
     * @throws UncheckedIOException if it can't be written; an older target is then as it was before
     */
    public static void replaceDirectory(Path target, DirectoryBody body) {
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new IllegalArgumentException(target + " is a file; a directory is to be written there");
        }
        Path temporary = temporaryFor(target, "tmp");
        try {
            makeParent(target);
            Files.createDirectory(temporary);
            try {
                body.write(temporary);
                moveInto(temporary, target);
                syncFolder(target);
            } finally {
                deleteTree(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + target + ": " + reason(e), e);
        }
    }

    private static void moveInto(Path temporary, Path target) throws IOException {
        if (!Files.exists(target) || isEmptyDirectory(target)) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Path old = temporaryFor(target, "old");
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        deleteTree(old);
    }

    private static Path temporaryFor(Path target, String suffix) {
        Path name = target.toAbsolutePath().normalize().getFileName();
        if (name == null) {
            throw new IllegalArgumentException("can't write to " + target + ": it has no file name");
        }
        String unique = ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + "-"
                + Long.toHexString(System.nanoTime());
        return target.toAbsolutePath().normalize().resolveSibling("." + name + "." + unique + "." + suffix);
    }

    private static void makeParent(Path target) throws IOException {
        Path parent = target.toAbsolutePath().normalize().getParent();
        if (!Files.isDirectory(parent)) { // createDirectories refuses a symbolic link to a directory
            Files.createDirectories(parent);
        }
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Makes the move itself last; some systems can't open a folder, and there the move is as durable as it gets. */
    private static void syncFolder(Path target) {
        Path parent = target.toAbsolutePath().normalize().getParent();
        try (FileChannel folder = FileChannel.open(parent, StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            return;
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException error) throws IOException {
                if (error != null) {
                    throw error;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Bodies may close what they wrap around the stream; the file itself must stay open until it was synchronised. */
    private static final class KeptOpen extends BufferedOutputStream {
        KeptOpen(OutputStream out) {
            super(out, BUFFER_BYTES);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
