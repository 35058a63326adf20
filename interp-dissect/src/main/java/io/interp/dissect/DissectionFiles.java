package io.interp.dissect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.core.io.Npy;
import io.interp.core.io.SafeWrite;
import io.interp.core.measure.SegmentClass;
import io.interp.core.stat.RunningLevelCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes and reads a dissection: JSON for what a person reads, npy for arrays. */
final class DissectionFiles {

    private static final String INDEX = "dissection.json";
    private static final String LATENTS = "latents.npy";
    private static final String LEVELS = "levels";
    private static final String LEVEL_COUNTS = "level_counts";
    private static final int SCHEMA = 1;

    private DissectionFiles() {}

    static void save(Dissection dissection, Path directory) {
        SafeWrite.replaceDirectory(directory, folder -> write(dissection, folder));
    }

    /** Writes into a folder that is there and may hold other files; the index, by which it loads, comes last. */
    static List<String> write(Dissection dissection, Path folder) {
        List<String> written = new ArrayList<>();
        Path index = folder.resolve(INDEX);
        try {
            Files.deleteIfExists(index);
            dissection.origin().latents().ifPresent(latents -> {
                Npy.write(folder.resolve(LATENTS), latents);
                written.add(LATENTS);
            });
            List<String> folders = folders(dissection);
            for (int i = 0; i < folders.size(); i++) {
                LayerDissection layer = dissection.layers().get(i);
                SafeWrite.replaceDirectory(folder.resolve(folders.get(i)), own -> write(layer, own));
                written.add(folders.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write to " + folder + ": " + e, e);
        }
        Json.write(index, index(dissection));
        written.add(INDEX);
        return written;
    }

    private static void write(LayerDissection layer, Path folder) {
        layer.counts().arrays().forEach((name, array) -> Npy.write(folder.resolve(name + ".npy"), array));
        Json.write(folder.resolve("labels.json"), labels(layer));
        layer.levels().ifPresent(levels -> {
            Map<String, HostArray> state = levels.state();
            Npy.write(folder.resolve(LEVELS + ".npy"), state.get(LEVELS));
            Npy.write(folder.resolve(LEVEL_COUNTS + ".npy"), state.get("counts"));
        });
    }

    /** A folder for each layer: its name, with underscores for what a file's name can't have; a number keeps two alike apart. */
    private static List<String> folders(List<String> layers) {
        List<String> folders = new ArrayList<>();
        for (String layer : layers) {
            String name = layer.replaceAll("[^A-Za-z0-9._-]", "_");
            folders.add(folders.contains(name) ? name + "-" + folders.size() : name);
        }
        return folders;
    }

    private static List<String> folders(Dissection dissection) {
        return folders(dissection.layers().stream().map(LayerDissection::layer).toList());
    }

    private static Map<String, Object> index(Dissection dissection) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("model", dissection.origin().model());
        json.put("fingerprint", dissection.origin().fingerprint());
        json.put("segmenter", dissection.origin().segmenter());
        json.put("settings", dissection.options().toJson());
        json.put("latents", dissection.origin().latents().isPresent() ? LATENTS : null);
        json.put("classes", dissection.classes());
        json.put("none", none(dissection));
        json.put("valuesFrom", "upsampled maps");
        json.put("interpretableUnits", dissection.interpretableUnits());
        List<Map<String, Object>> layers = new ArrayList<>();
        List<String> folders = folders(dissection);
        for (int i = 0; i < dissection.layers().size(); i++) {
            LayerDissection layer = dissection.layers().get(i);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("layer", layer.layer());
            one.put("folder", folders.get(i));
            one.put("units", layer.units().size());
            one.put("interpretable", layer.interpretable().size());
            one.put("images", layer.counts().images());
            one.put("positions", layer.counts().positions());
            one.put(
                    "levelImages",
                    layer.levels().map(RunningLevelCounts::images).orElse(0L));
            one.put(
                    "levelPositions",
                    layer.levels().map(RunningLevelCounts::count).orElse(0L));
            one.put("classes", layer.summaries());
            layers.add(one);
        }
        json.put("layers", layers);
        return json;
    }

    private static Integer none(Dissection dissection) {
        OptionalInt none = dissection.layers().get(0).none();
        return none.isPresent() ? none.getAsInt() : null;
    }

    private static List<Map<String, Object>> labels(LayerDissection layer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (DissectedUnit unit : layer.units()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("unit", unit.unit());
            row.put("label", unit.label().name());
            row.put("category", unit.label().category());
            row.put("interpretable", unit.interpretable());
            row.put("iou", unit.iou());
            row.put("low", unit.low());
            row.put("high", unit.high());
            row.put("chance", unit.association().chance());
            row.put("lift", unit.association().lift());
            row.put("iqr", unit.association().iqr());
            row.put("agreement", unit.association().agreement());
            row.put("threshold", unit.threshold());
            row.put("top", unit.top());
            rows.add(row);
        }
        return rows;
    }

    static Dissection load(Path directory) {
        Path file = directory.resolve(INDEX);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(directory + " holds no dissection: there is no " + INDEX + " in it");
        }
        JsonObject json = Json.read(file);
        try {
            int schema = json.get("schema").getAsInt();
            if (schema != SCHEMA) {
                throw new IllegalArgumentException("schema " + schema + ", this version reads " + SCHEMA);
            }
            return read(json, directory);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(file + " is no dissection that can be read: " + e.getMessage(), e);
        }
    }

    private static Dissection read(JsonObject json, Path directory) {
        DissectionOptions options = DissectionOptions.of(json.getAsJsonObject("settings"));
        List<SegmentClass> classes = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("classes")) {
            JsonObject one = element.getAsJsonObject();
            classes.add(new SegmentClass(
                    one.get("index").getAsInt(),
                    one.get("name").getAsString(),
                    one.get("category").getAsString()));
        }
        JsonElement none = json.get("none");
        OptionalInt unscored =
                none == null || none.isJsonNull() ? OptionalInt.empty() : OptionalInt.of(none.getAsInt());
        Optional<HostArray> latents =
                json.get("latents").isJsonNull() ? Optional.empty() : Optional.of(Npy.read(directory.resolve(LATENTS)));
        Dissection.Origin origin = new Dissection.Origin(
                json.get("model").getAsString(),
                json.get("fingerprint").getAsString(),
                json.get("segmenter").getAsString(),
                latents);
        List<LayerDissection> layers = new ArrayList<>();
        JsonArray saved = json.getAsJsonArray("layers");
        List<String> names = new ArrayList<>();
        saved.forEach(one -> names.add(one.getAsJsonObject().get("layer").getAsString()));
        List<String> folders = folders(names);
        for (int i = 0; i < saved.size(); i++) {
            JsonObject one = saved.get(i).getAsJsonObject();
            String name = names.get(i);
            Path folder = directory.resolve(folders.get(i));
            layers.add(new LayerDissection(
                    name,
                    classes,
                    unscored,
                    options,
                    LayerCounts.restored(
                            arrays(folder),
                            one.get("positions").getAsLong(),
                            one.get("images").getAsLong()),
                    levels(folder, one, classes.size())));
        }
        return new Dissection(origin, options, layers);
    }

    private static Map<String, HostArray> arrays(Path folder) {
        Map<String, HostArray> arrays = new LinkedHashMap<>();
        for (String name : LayerCounts.ARRAYS) {
            arrays.put(name, Npy.read(folder.resolve(name + ".npy")));
        }
        return arrays;
    }

    private static Optional<RunningLevelCounts> levels(Path folder, JsonObject json, int classes) {
        if (!Files.exists(folder.resolve(LEVELS + ".npy"))) {
            return Optional.empty();
        }
        HostArray levels = Npy.read(folder.resolve(LEVELS + ".npy"));
        int width = (int) levels.shape()[1];
        float[] flat = levels.toFloats();
        float[][] rows = new float[(int) levels.shape()[0]][];
        Arrays.setAll(rows, u -> Arrays.copyOfRange(flat, u * width, (u + 1) * width));
        RunningLevelCounts counts = new RunningLevelCounts(rows, classes);
        counts.restore(Map.of(
                "count",
                HostArray.of(new long[] {json.get("levelPositions").getAsLong()}),
                "images",
                HostArray.of(new long[] {json.get("levelImages").getAsLong()}),
                LEVELS,
                levels,
                "counts",
                Npy.read(folder.resolve(LEVEL_COUNTS + ".npy"))));
        return Optional.of(counts);
    }
}
