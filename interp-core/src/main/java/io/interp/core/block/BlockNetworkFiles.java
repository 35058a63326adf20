package io.interp.core.block;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.NearNames;
import io.interp.core.NetworkState;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.core.io.SafeTensors;
import io.interp.core.io.SafeWrite;
import io.interp.core.train.Checkpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Directories that hold a network of blocks: {@code generator.json} with the architecture and {@code weights.safetensors}
 * with the state.
 */
public final class BlockNetworkFiles {

    /** The file that tells what a directory holds. */
    public static final String DESCRIPTION = "generator.json";

    private static final String WEIGHTS = "weights.safetensors";

    private BlockNetworkFiles() {}

    static void saveGenerator(BlockGenerator generator, Path directory) {
        String type = generator
                .architecture()
                .orElseThrow(() -> new InterpException("generator '" + generator.name()
                        + "' is made of blocks without a named architecture, so a directory could not be loaded again;"
                        + " build it with an Architecture, or save state() with SafeTensors"));
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", "interp-blocks");
        description.put("version", 1);
        description.put("name", generator.name());
        description.put("architecture", type);
        description.put("settings", generator.settings());
        description.put("rectified", List.copyOf(generator.rectifiedLayers()));
        SafeWrite.replaceDirectory(directory, temporary -> {
            Json.write(temporary.resolve(DESCRIPTION), description);
            writeState(generator.name(), Checkpoint.copyOf(generator.state()), temporary);
        });
    }

    static void saveState(Discriminator discriminator, Path directory) {
        SafeWrite.replaceDirectory(
                directory,
                temporary -> writeState(discriminator.name(), Checkpoint.copyOf(discriminator.state()), temporary));
    }

    private static void writeState(String name, Map<String, HostArray> state, Path directory) {
        SafeTensors.write(directory.resolve(WEIGHTS), state, Map.of("name", name));
    }

    /**
     * Loads a generator that was saved.
     *
     * @param directory the directory
     * @param parent the manager whose child will own the weights
     * @return the generator
     * @throws IllegalArgumentException if the directory holds no generator of blocks, of an architecture that is not on
     *     the class path, or with weights of another one
     */
    public static Generator load(Path directory, NDManager parent) {
        JsonObject description = Json.read(directory.resolve(DESCRIPTION));
        String type = text(description, "architecture", directory);
        Architecture architecture = architecture(type, directory);
        JsonElement settings = description.get("settings");
        JsonElement rectified = description.get("rectified");
        if (settings == null || !settings.isJsonObject() || rectified == null || !rectified.isJsonArray()) {
            throw new IllegalArgumentException(
                    directory.resolve(DESCRIPTION) + " must have an object \"settings\" and a"
                            + " list \"rectified\", got " + settings + " and " + rectified);
        }
        @SuppressWarnings("unchecked") // a JSON object becomes a map with text keys
        Map<String, Object> plain = (Map<String, Object>) Json.plain(settings);
        Generator generator = architecture.build(parent, plain);
        try {
            for (JsonElement layer : rectified.getAsJsonArray()) {
                Generator next = generator.rectified(layer.getAsString());
                generator.close();
                generator = next;
            }
            Checkpoint.putBack(SafeTensors.read(directory.resolve(WEIGHTS)).arrays(), generator.state());
            NetworkState.requireFinite(directory.toString(), generator.state());
            return generator;
        } catch (RuntimeException e) {
            generator.close();
            throw e;
        }
    }

    /**
     * Puts saved weights into a discriminator of the same architecture.
     *
     * @param directory the directory its {@code save} wrote
     * @param into the discriminator
     * @throws IllegalArgumentException if the weights are of another architecture
     */
    public static void restore(Path directory, Discriminator into) {
        Checkpoint.putBack(SafeTensors.read(directory.resolve(WEIGHTS)).arrays(), into.state());
    }

    private static Architecture architecture(String type, Path directory) {
        List<Architecture> known = ServiceLoader.load(Architecture.class, Architecture.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return known.stream()
                .filter(a -> a.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(NearNames.unknown(
                        "architecture",
                        type,
                        "the class path, asked for by " + directory,
                        known.stream().map(Architecture::type).toList())));
    }

    private static String text(JsonObject json, String key, Path directory) {
        JsonElement value = json.get(key);
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException(
                    directory.resolve(DESCRIPTION) + " has no \"" + key + "\": it does not describe a saved generator");
        }
        return value.getAsString();
    }
}
