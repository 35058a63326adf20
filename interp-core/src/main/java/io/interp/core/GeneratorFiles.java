package io.interp.core;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import io.interp.core.block.BlockNetworkFiles;
import io.interp.core.io.Json;
import io.interp.core.torchscript.TorchScriptGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Loads generators of every kind by what a file or directory holds. */
public final class GeneratorFiles {

    private static final String BLOCKS = "interp-blocks";
    private static final String SCRIPT = "generator.pt";

    private GeneratorFiles() {}

    /**
     * Loads a generator: a TorchScript file with its description beside it, or a directory that
     * {@link Generator#save(Path)} wrote.
     *
     * @param model the file or directory
     * @param parent the manager whose device is used and whose child owns the weights
     * @return the generator, which the caller closes
     * @throws IllegalArgumentException if there is nothing at the path, or it holds no generator that can be loaded
     * @throws InterpException if the engine refuses the file
     */
    public static Generator load(Path model, NDManager parent) {
        Optional<Path> script = torchScript(model);
        return script.isPresent()
                ? TorchScriptGenerator.load(script.get(), parent)
                : BlockNetworkFiles.load(model, parent);
    }

    /**
     * Finds the TorchScript file of a model.
     *
     * @param model a file, or a directory that {@link Generator#save(Path)} wrote
     * @return the file, or empty if the model is a directory with a generator of blocks
     * @throws IllegalArgumentException if there is nothing at the path, or a directory holds no generator
     */
    public static Optional<Path> torchScript(Path model) {
        if (Files.isRegularFile(model)) {
            return Optional.of(model);
        }
        if (!Files.isDirectory(model)) {
            throw new IllegalArgumentException("no model at " + model + nearby(model));
        }
        Path script = model.resolve(SCRIPT);
        if (Files.isRegularFile(script)) {
            return Optional.of(script);
        }
        Path description = model.resolve(BlockNetworkFiles.DESCRIPTION);
        if (!Files.isRegularFile(description)) {
            throw new IllegalArgumentException(model + " holds no saved generator: neither " + SCRIPT + " nor "
                    + BlockNetworkFiles.DESCRIPTION + " is in it" + named(scripts(model)));
        }
        JsonElement format = Json.read(description).get("format");
        if (format == null || !format.isJsonPrimitive() || !format.getAsString().equals(BLOCKS)) {
            throw new IllegalArgumentException(description + " must have the format \"" + BLOCKS + "\" where no "
                    + SCRIPT + " is beside it, got " + format);
        }
        return Optional.empty();
    }

    private static String nearby(Path model) {
        Path folder = model.toAbsolutePath().normalize().getParent();
        Path name = model.getFileName();
        if (folder == null || name == null || !Files.isDirectory(folder)) {
            return "";
        }
        List<String> scripts = scripts(folder);
        return scripts.isEmpty()
                ? ""
                : "; near names in " + folder + ": " + String.join(", ", NearNames.near(name.toString(), scripts));
    }

    private static String named(List<String> scripts) {
        return scripts.isEmpty() ? "" : "; name one of its TorchScript files: " + String.join(", ", scripts);
    }

    private static List<String> scripts(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(".pt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + folder + ": " + e, e);
        }
    }
}
