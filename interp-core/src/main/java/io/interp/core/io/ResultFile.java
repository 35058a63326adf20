package io.interp.core.io;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command did, as {@code result.json} beside its pictures says it.
 *
 * @param command the command's name
 * @param version the version of the library
 * @param seed the seed everything was drawn from
 * @param settings the options in force, by name; of the kinds {@link Json} writes
 * @param model the model that was opened, or null if there was none
 * @param files the files written, relative to the folder of the result
 * @param seconds how long it took
 * @param metrics what was measured, by camelCase name; of the kinds {@link Json} writes
 */
public record ResultFile(
        String command,
        String version,
        long seed,
        Map<String, Object> settings,
        Model model,
        List<String> files,
        double seconds,
        Map<String, Object> metrics) {

    /** The file's usual name. */
    public static final String NAME = "result.json";

    private static final int SCHEMA = 1;

    /**
     * The model a command opened.
     *
     * @param name its name
     * @param fingerprint a hash of its weights
     */
    public record Model(String name, String fingerprint) {}

    /**
     * Copies the maps and the list, keeping their order.
     *
     * @param command the command's name
     * @param version the version of the library
     * @param seed the seed everything was drawn from
     * @param settings the options in force, by name; of the kinds {@link Json} writes
     * @param model the model that was opened, or null if there was none
     * @param files the files written, relative to the folder of the result
     * @param seconds how long it took
     * @param metrics what was measured, by camelCase name; of the kinds {@link Json} writes
     * @throws IllegalArgumentException if command or version is missing or seconds is negative
     */
    public ResultFile {
        if (command == null || command.isBlank() || version == null || version.isBlank()) {
            throw new IllegalArgumentException(
                    "a result needs a command and a version, got '" + command + "' and '" + version + "'");
        }
        if (!(seconds >= 0)) {
            throw new IllegalArgumentException("seconds must be 0 or more, got " + seconds);
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        files = List.copyOf(files);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * Writes {@code result.json}: the keys in the order of this record's components, then {@code schema}.
     *
     * @param directory the folder to write it to
     * @return the file
     * @throws IllegalArgumentException if a setting or metric is of a kind that JSON can't hold
     * @throws java.io.UncheckedIOException if the file can't be written
     */
    public Path write(Path directory) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("command", command);
        all.put("version", version);
        all.put("seed", seed);
        all.put("settings", new LinkedHashMap<>(settings));
        all.put("model", model);
        all.put("files", files);
        all.put("seconds", seconds);
        all.put("metrics", new LinkedHashMap<>(metrics));
        all.put("schema", SCHEMA);
        Path file = directory.resolve(NAME);
        Json.write(file, all);
        return file;
    }

    /**
     * Reads a {@code result.json}. Numbers come back as {@link Long} or {@link Double}, records as maps, and NaN and the
     * infinities as texts.
     *
     * @param file the file
     * @return its content
     * @throws IllegalArgumentException if it is not such a file, or of a newer schema
     * @throws java.io.UncheckedIOException if it can't be read
     */
    public static ResultFile read(Path file) {
        JsonObject json = Json.read(file);
        try {
            int schema = require(json, "schema").getAsInt();
            if (schema != SCHEMA) {
                throw new IllegalArgumentException("schema " + schema + ", this version reads " + SCHEMA);
            }
            List<String> files = new ArrayList<>();
            require(json, "files").getAsJsonArray().forEach(name -> files.add(name.getAsString()));
            return new ResultFile(
                    require(json, "command").getAsString(),
                    require(json, "version").getAsString(),
                    require(json, "seed").getAsLong(),
                    map(require(json, "settings")),
                    model(require(json, "model")),
                    files,
                    require(json, "seconds").getAsDouble(),
                    map(require(json, "metrics")));
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(file + " is not a result file: " + e.getMessage(), e);
        }
    }

    private static JsonElement require(JsonObject json, String key) {
        JsonElement element = json.get(key);
        if (element == null) {
            throw new IllegalArgumentException("key " + key + " is missing");
        }
        return element;
    }

    private static Model model(JsonElement element) {
        if (element.isJsonNull()) {
            return null;
        }
        JsonObject json = element.getAsJsonObject();
        return new Model(
                require(json, "name").getAsString(),
                require(json, "fingerprint").getAsString());
    }

    private static Map<String, Object> map(JsonElement element) {
        Map<String, Object> map = new LinkedHashMap<>();
        element.getAsJsonObject().entrySet().forEach(entry -> map.put(entry.getKey(), Json.plain(entry.getValue())));
        return map;
    }
}
