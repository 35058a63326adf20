package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.NearNames;
import io.interp.core.io.HostArray;
import io.interp.core.measure.SegmentClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a dissection found in one or several layers. Holds no native memory, and knows how to make its images again.
 *
 * <pre>{@code
 * Dissection found = new DissectionStrategy(segmenter, DissectionOptions.of("layer3")).apply(Gan.of(generator));
 * System.out.println(found);
 * UnitRanking trees = found.layer("layer3").ranking("tree", UnitMetric.IOU);
 * }</pre>
 */
public final class Dissection {

    private final Origin origin;
    private final DissectionOptions options;
    private final List<LayerDissection> layers;

    /**
     * Where a dissection comes from.
     *
     * @param model the generator's name
     * @param fingerprint a hash of the generator
     * @param segmenter the segmenter's name
     * @param latents the latents {@code [N, d]} that were given, or empty where they were drawn from seeds
     */
    public record Origin(String model, String fingerprint, String segmenter, Optional<HostArray> latents) {

        /** Checks that nothing is missing. */
        public Origin {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(fingerprint, "fingerprint");
            Objects.requireNonNull(segmenter, "segmenter");
            Objects.requireNonNull(latents, "latents");
        }
    }

    Dissection(Origin origin, DissectionOptions options, List<LayerDissection> layers) {
        this.origin = origin;
        this.options = options;
        this.layers = List.copyOf(layers);
    }

    /** {@return where it comes from} */
    public Origin origin() {
        return origin;
    }

    /** {@return how it was made} */
    public DissectionOptions options() {
        return options;
    }

    /** {@return the layers in the order they were asked for} */
    public List<LayerDissection> layers() {
        return layers;
    }

    /**
     * {@return one layer}
     *
     * @param name its name
     * @throws IllegalArgumentException if it was not dissected; the message lists near ones
     */
    public LayerDissection layer(String name) {
        return layers.stream()
                .filter(layer -> layer.layer().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(NearNames.unknown(
                        "layer",
                        name,
                        "this dissection",
                        layers.stream().map(LayerDissection::layer).toList())));
    }

    /** {@return all units of all layers} */
    public List<DissectedUnit> units() {
        return layers.stream().flatMap(layer -> layer.units().stream()).toList();
    }

    /**
     * {@return the interpretable units of all layers with one class as their label}
     *
     * @param name the class
     * @throws IllegalArgumentException if there is no such class; the message lists near ones
     */
    public List<DissectedUnit> unitsOf(String name) {
        return layers.stream().flatMap(layer -> layer.unitsOf(name).stream()).toList();
    }

    /** {@return how many units of all layers match a class above the limits} */
    public int interpretableUnits() {
        return layers.stream().mapToInt(layer -> layer.interpretable().size()).sum();
    }

    /** {@return the classes in the order of their indices} */
    public List<SegmentClass> classes() {
        return layers.get(0).classes();
    }

    /** {@return what all layers together have for each class; the best unit is that of any layer} */
    public List<ClassSummary> summaries() {
        List<ClassSummary> all = new ArrayList<>(layers.get(0).summaries());
        for (LayerDissection layer : layers.subList(1, layers.size())) {
            List<ClassSummary> own = layer.summaries();
            for (int k = 0; k < own.size(); k++) {
                all.set(k, joined(all.get(k), own.get(k)));
            }
        }
        return List.copyOf(all);
    }

    private static ClassSummary joined(ClassSummary a, ClassSummary b) {
        ClassSummary better = b.bestIou() > a.bestIou() ? b : a;
        return new ClassSummary(
                a.label(),
                a.share(),
                a.determined(),
                a.units() + b.units(),
                better.bestLayer(),
                better.bestUnit(),
                better.bestIou(),
                better.chanceIou());
    }

    /**
     * The latents of images of the report, to make them again.
     *
     * @param manager the owner of the result
     * @param generator the generator that was dissected
     * @param images the indices of images, such as those of {@link DissectedUnit#top()}
     * @return {@code [images, d]} float32
     * @throws IllegalArgumentException if the generator's latents have another dimension
     */
    public NDArray latents(NDManager manager, Generator generator, List<Long> images) {
        LatentRows rows = origin.latents()
                .<LatentRows>map(LatentRows.Given::new)
                .orElseGet(() -> new LatentRows.Drawn(options.reportSeed()));
        int dimension = generator.latents().dimension();
        float[] values = new float[images.size() * dimension];
        try (NDManager scope = manager.newSubManager()) {
            for (int i = 0; i < images.size(); i++) {
                float[] row =
                        rows.rows(scope, generator.latents(), images.get(i), 1).toFloatArray();
                System.arraycopy(row, 0, values, i * dimension, dimension);
            }
        }
        return manager.create(values, new Shape(images.size(), dimension));
    }

    /**
     * Writes the dissection into a new folder: {@code dissection.json}, for each layer a folder with {@code iou.npy},
     * {@code thresholds.npy} ({@code [units, classes]} float64), {@code labels.json} and the other counts, and
     * {@code latents.npy} if latents were given.
     *
     * @param directory the folder; written under a temporary name and moved, replacing an older one
     */
    public void save(Path directory) {
        DissectionFiles.save(this, directory);
    }

    /**
     * Writes the same files into a folder that may hold others, such as a report.
     *
     * @param folder the folder, which exists; each file or layer's folder is written under a temporary name and moved, and
     *     {@code dissection.json} last, so that a folder with one is whole
     * @return the names of what was written, relative to the folder
     */
    public List<String> write(Path folder) {
        return DissectionFiles.write(this, folder);
    }

    /**
     * Reads a dissection.
     *
     * @param directory what {@link #save} wrote
     * @return the dissection
     * @throws IllegalArgumentException if the folder holds none, or one of another schema
     */
    public static Dissection load(Path directory) {
        return DissectionFiles.load(directory);
    }

    /** {@return a short table for each layer} */
    @Override
    public String toString() {
        return layers.stream().map(LayerDissection::toString).collect(Collectors.joining("\n\n"));
    }
}
