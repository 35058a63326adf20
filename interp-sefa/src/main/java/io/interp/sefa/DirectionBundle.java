package io.interp.sefa;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.core.io.Npy;
import io.interp.core.io.SafeTensors;
import io.interp.core.io.SafeWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Directions on disk: a folder with {@code directions.json} (names, labels, eigenvalues, space, layers, ranges, and the
 * model they come from) and {@code directions.safetensors} (the vectors {@code [K, d]} in float64). For use elsewhere it
 * also holds {@code directions.npy} {@code [K, d]} and {@code eigenvalues.npy} {@code [K]}, NaN where there is none.
 */
public final class DirectionBundle {

    /** The file of names, settings and provenance. */
    public static final String DESCRIPTION = "directions.json";

    /** The file of vectors that is read back. */
    public static final String TENSORS = "directions.safetensors";

    /** The vectors for other programs. */
    public static final String VECTORS = "directions.npy";

    /** The eigenvalues for other programs. */
    public static final String EIGENVALUES = "eigenvalues.npy";

    private static final String FORMAT = "interp-directions";
    private static final int VERSION = 1;
    private static final String ROWS = "vectors";

    private DirectionBundle() {}

    /**
     * Writes a folder, in place of an older one of that name.
     *
     * @param folder the folder
     * @param directions what it will hold
     * @throws java.io.UncheckedIOException if it can't be written
     */
    public static void write(Path folder, Directions directions) {
        SafeWrite.replaceDirectory(folder, temporary -> writeFiles(temporary, directions));
    }

    /**
     * Writes the four files into a folder beside what else is in it.
     *
     * @param folder the folder, made if it is missing
     * @param directions what they will hold
     * @return the names of the files
     * @throws java.io.UncheckedIOException if one can't be written
     */
    public static List<String> writeFiles(Path folder, Directions directions) {
        Json.write(folder.resolve(DESCRIPTION), description(directions));
        HostArray vectors = directions.toArray2d();
        SafeTensors.write(folder.resolve(TENSORS), Map.of(ROWS, vectors), Map.of("format", FORMAT));
        Npy.write(folder.resolve(VECTORS), vectors);
        Npy.write(folder.resolve(EIGENVALUES), HostArray.of(directions.eigenvalues(), directions.size()));
        return List.of(DESCRIPTION, TENSORS, VECTORS, EIGENVALUES);
    }

    private static Map<String, Object> description(Directions directions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("version", VERSION);
        json.put("space", directions.space());
        json.put("origin", directions.origin());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Direction direction : directions) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", direction.name());
            row.put("label", direction.label());
            row.put("layers", direction.layers());
            row.put("range", direction.range());
            row.put("centre", direction.centre());
            row.put("line", direction.line());
            rows.add(row);
        }
        json.put("directions", rows);
        return json;
    }

    /**
     * Reads a folder.
     *
     * @param folder the folder
     * @return the directions, the same to the bit
     * @throws IllegalArgumentException if it is no such folder, or its files contradict each other
     * @throws java.io.UncheckedIOException if a file can't be read
     */
    public static Directions read(Path folder) {
        Path file = folder.resolve(DESCRIPTION);
        JsonObject json = Json.read(file);
        try {
            if (!FORMAT.equals(text(json, "format")) || member(json, "version").getAsInt() != VERSION) {
                throw new IllegalArgumentException("format " + json.get("format") + " version " + json.get("version")
                        + ", this version reads " + FORMAT + " " + VERSION);
            }
            CodeSpace space = space(member(json, "space").getAsJsonObject());
            JsonArray rows = member(json, "directions").getAsJsonArray();
            double[][] vectors = vectors(folder, rows.size(), space.dimension());
            List<Direction> directions = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                directions.add(direction(rows.get(i).getAsJsonObject(), space, vectors[i]));
            }
            return new Directions(space, origin(member(json, "origin").getAsJsonObject()), directions);
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(file + " does not describe directions: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a folder for use on a generator.
     *
     * @param folder the folder
     * @param generator the generator they will be used on; {@link Directions#cameFrom} tells whether they were found on it
     * @return the directions
     * @throws IllegalArgumentException if the folder can't be read, or the generator has no such space
     */
    public static Directions read(Path folder, Generator generator) {
        Directions directions = read(folder);
        CodePath path = CodePath.of(generator, directions);
        path.space().requireSame(directions.space(), "the bundle " + folder);
        return directions;
    }

    private static double[][] vectors(Path folder, int count, int dimension) {
        HostArray array = SafeTensors.read(folder.resolve(TENSORS)).array(ROWS);
        long[] shape = array.shape();
        if (shape.length != 2 || shape[0] != count || shape[1] != dimension) {
            throw new IllegalArgumentException(
                    TENSORS + " must hold " + count + " vectors of " + dimension + " numbers, got " + array);
        }
        double[] flat = array.toDoubles();
        double[][] rows = new double[count][dimension];
        for (int i = 0; i < count; i++) {
            System.arraycopy(flat, i * dimension, rows[i], 0, dimension);
        }
        return rows;
    }

    private static Direction direction(JsonObject row, CodeSpace space, double[] vector) {
        JsonObject range = member(row, "range").getAsJsonObject();
        Direction direction = Direction.of(text(row, "name"), space, numbers(member(row, "layers")), vector)
                .centred(member(row, "centre").getAsDouble())
                .ranged(new AlphaRange(
                        member(range, "low").getAsDouble(),
                        member(range, "high").getAsDouble()));
        JsonElement label = member(row, "label");
        JsonElement line = member(row, "line");
        Direction named = label.isJsonNull() ? direction : direction.labelled(label.getAsString());
        return line.isJsonNull() ? named : named.at(line(line.getAsJsonObject()));
    }

    private static SpectralLine line(JsonObject json) {
        return new SpectralLine(
                member(json, "index").getAsInt(),
                member(json, "eigenvalue").getAsDouble(),
                member(json, "share").getAsDouble(),
                member(json, "gap").getAsDouble(),
                member(json, "group").getAsInt());
    }

    private static CodeSpace space(JsonObject json) {
        return new CodeSpace(
                CodeSpace.Kind.valueOf(text(json, "kind")),
                member(json, "dimension").getAsInt(),
                member(json, "layers").getAsInt());
    }

    private static Origin origin(JsonObject json) {
        JsonElement layer = member(json, "codeLayer");
        return new Origin(
                text(json, "model"),
                text(json, "fingerprint"),
                text(json, "method"),
                Normalisation.valueOf(text(json, "normalisation")),
                numbers(member(json, "layers")),
                StreamSupport.stream(member(json, "tensors").getAsJsonArray().spliterator(), false)
                        .map(JsonElement::getAsString)
                        .toList(),
                layer.isJsonNull() ? Optional.empty() : Optional.of(layer.getAsString()),
                member(json, "rows").getAsLong(),
                member(json, "zeroRows").getAsLong());
    }

    private static List<Integer> numbers(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsInt)
                .toList();
    }

    private static String text(JsonObject json, String key) {
        return member(json, key).getAsString();
    }

    private static JsonElement member(JsonObject json, String key) {
        JsonElement element = json.get(key);
        if (element == null) {
            throw new IllegalArgumentException("\"" + key + "\" is missing");
        }
        return element;
    }
}
