package io.interp.cli;

import io.interp.core.io.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder a command writes to. It is made when the first file is, and an older {@code result.json} in it is deleted
 * then, so that a folder with a result is a complete one.
 */
final class OutputFolder {

    private final Path folder;
    private final Optional<OutputFolder> parent;
    private final List<String> files = new ArrayList<>();
    private boolean begun;

    /**
     * Checks a folder before any work is done.
     *
     * @throws IllegalArgumentException if something else than a writable folder is in its place
     */
    OutputFolder(Path folder) {
        this.folder = folder;
        parent = Optional.empty();
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new IllegalArgumentException("can't write to " + folder + ": " + existing + " is "
                    + (Files.isDirectory(existing) ? "not writable" : "a file") + "; choose another --out");
        }
    }

    private OutputFolder(OutputFolder parent, String name) {
        folder = parent.folder.resolve(name);
        this.parent = Optional.of(parent);
    }

    /** {@return a folder within this one, whose files are listed here too} */
    OutputFolder within(String name) {
        return new OutputFolder(this, name);
    }

    Path folder() {
        return folder;
    }

    /** {@return where a file of the result is to be written; it is listed in {@code result.json}} */
    Path file(String name) {
        begin();
        if (!files.contains(name)) {
            files.add(name);
            parent.ifPresent(outer -> outer.file(folder.getFileName() + "/" + name));
        }
        return folder.resolve(name);
    }

    /** {@return where work in progress is kept, which may never be written and is not listed} */
    Path scratch(String name) {
        begin();
        return folder.resolve(name);
    }

    /** {@return the files asked for, relative to the folder} */
    List<String> files() {
        return List.copyOf(files);
    }

    private void begin() {
        if (begun) {
            return;
        }
        parent.ifPresent(OutputFolder::begin);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            Files.deleteIfExists(folder.resolve(ResultFile.NAME));
        } catch (IOException e) {
            throw new UncheckedIOException("can't write to " + folder + ": " + e, e);
        }
        begun = true;
    }
}
