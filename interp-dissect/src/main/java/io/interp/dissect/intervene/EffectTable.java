package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.Generator;
import io.interp.core.NearNames;
import io.interp.core.Pass;
import io.interp.core.io.Json;
import io.interp.core.measure.Segmenter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What sets of units, or units one by one, do to every class when they are switched off.
 *
 * @param layer the layer's name
 * @param labels the classes
 * @param before each class's share of all pixels of the untouched images
 * @param rows one a set
 * @param images how many images were measured
 */
public record EffectTable(String layer, List<String> labels, List<Double> before, List<Row> rows, int images) {

    /**
     * The effects of a set.
     *
     * @param name its name
     * @param units its units
     * @param changes for each class the mean change of its share of an image, image by image; negative where pixels go
     */
    public record Row(String name, List<Integer> units, List<Estimate> changes) {

        /** Copies the lists. */
        public Row {
            units = List.copyOf(units);
            changes = List.copyOf(changes);
        }
    }

    /** Copies the lists. */
    public EffectTable {
        labels = List.copyOf(labels);
        before = List.copyOf(before);
        rows = List.copyOf(rows);
    }

    /**
     * Measures sets of units.
     *
     * @param generator the generator; not changed
     * @param segmenter finds the classes; stays the caller's
     * @param layer the name of a layer that gives maps
     * @param sets the sets by name, in this order; at least one
     * @param options the images and the confidence of the intervals
     * @return the table
     * @throws IllegalArgumentException if the layer gives no maps, there is no set or a unit is out of range
     */
    public static EffectTable measure(
            Generator generator,
            Segmenter segmenter,
            String layer,
            Map<String, List<Integer>> sets,
            EffectOptions options) {
        Intervention intervention = Intervention.at(generator, layer);
        List<String> names = List.copyOf(sets.keySet());
        List<float[]> shares = sets.values().stream().map(intervention::chosen).toList();
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("a table of effects needs a set of units, got none");
        }
        int classes = segmenter.labels().size();
        int images = options.sample().images();
        double[] before = new double[classes];
        double[][][] changes = new double[names.size()][classes][images];
        options.sample().forEach(generator, (z, first) -> {
            Intervention.Features features = intervention.features(z);
            double[][] untouched = shares(segmenter, features.images(), classes);
            for (double[] image : untouched) {
                for (int c = 0; c < classes; c++) {
                    before[c] += image[c] / images;
                }
            }
            for (int set = 0; set < names.size(); set++) {
                try (NDManager scope = z.getManager().newSubManager()) {
                    NDArray alpha = intervention.perUnit(scope, shares.get(set));
                    NDArray after = intervention.images(z, features.maps(), alpha, alpha.zerosLike(), Pass.INFERENCE);
                    after.attach(scope);
                    double[][] left = shares(segmenter, after, classes);
                    for (int i = 0; i < left.length; i++) {
                        for (int c = 0; c < classes; c++) {
                            changes[set][c][first + i] = left[i][c] - untouched[i][c];
                        }
                    }
                }
            }
        });
        List<Row> rows = new ArrayList<>();
        for (int set = 0; set < names.size(); set++) {
            rows.add(new Row(
                    names.get(set),
                    sets.get(names.get(set)),
                    Arrays.stream(changes[set])
                            .map(values -> Estimate.mean(values, options.confidence()))
                            .toList()));
        }
        return new EffectTable(
                layer, segmenter.labels(), Arrays.stream(before).boxed().toList(), rows, images);
    }

    /**
     * {@return each unit of a layer as a set of its own, named by its number}
     *
     * @param generator the generator
     * @param layer the layer's name
     */
    public static Map<String, List<Integer>> singles(Generator generator, String layer) {
        Map<String, List<Integer>> sets = new LinkedHashMap<>();
        IntStream.range(0, generator.layers().named(layer).units())
                .forEach(unit -> sets.put(Integer.toString(unit), List.of(unit)));
        return sets;
    }

    /** The share of each image's pixels that is of each class, {@code [n][classes]}. */
    private static double[][] shares(Segmenter segmenter, NDArray images, int classes) {
        NDArray found = segmenter.segment(images).toType(DataType.INT64, false); // [n, h, w]
        long[] host = found.toLongArray();
        int count = Math.toIntExact(found.getShape().get(0));
        int pixels = host.length / count;
        double[][] shares = new double[count][classes];
        for (int i = 0; i < host.length; i++) {
            shares[i / pixels][Math.toIntExact(host[i])] += 1.0 / pixels;
        }
        return shares;
    }

    /**
     * {@return the change of a class by a set}
     *
     * @param set the set's name
     * @param label the class
     * @throws IllegalArgumentException if there is no such set or class
     */
    public Estimate change(String set, String label) {
        int column = labels.indexOf(label);
        if (column < 0) {
            throw new IllegalArgumentException(NearNames.unknown("class", label, "the table of effects", labels));
        }
        return rows.stream()
                .filter(row -> row.name().equals(set))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(NearNames.unknown(
                        "set of units",
                        set,
                        "the table of effects",
                        rows.stream().map(Row::name).toList())))
                .changes()
                .get(column);
    }

    /**
     * Writes all of it as JSON.
     *
     * @param file the file; written under a temporary name and moved
     */
    public void save(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "interp-effect-table");
        json.put("version", 1);
        json.put("table", this);
        Json.write(file, json);
    }

    /** {@return for each set the class it changes most, and by how much} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "changes of class shares by ablation at layer '%s' (%d images)", layer, images));
        for (Row row : rows) {
            int most = IntStream.range(0, labels.size())
                    .boxed()
                    .max((a, b) -> Double.compare(
                            Math.abs(row.changes().get(a).value()),
                            Math.abs(row.changes().get(b).value())))
                    .orElseThrow();
            text.append(String.format(
                    "%n%-12s %-16s %s",
                    row.name(), labels.get(most), row.changes().get(most)));
        }
        return text.toString();
    }
}
