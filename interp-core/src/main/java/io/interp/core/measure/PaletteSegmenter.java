package io.interp.core.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.io.Json;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Finds classes by colour: each pixel gets the class of the nearest colour of a palette, or none if no colour is near
 * enough. Exact on images painted in flat colours; no network. Distances are Euclidean in red, green and blue from 0 to
 * 255.
 *
 * <p>The first class is {@value #NONE}, class i the palette's i-th colour. The soft score of a class is
 * {@code exp(-d^2 / 2 s^2)} over the sum of that of all colours and of none, whose distance is the tolerance; gradients
 * flow through it.
 */
public final class PaletteSegmenter implements SoftSegmenter {

    /** The name of the class of pixels that are near no colour. */
    public static final String NONE = "none";

    private final List<String> labels;
    private final List<int[]> colours;
    private final double tolerance;
    private final double softness;

    /**
     * Creates a segmenter with a softness of a third of the tolerance.
     *
     * @param palette red, green and blue from 0 to 255 by class name, in order
     * @param tolerance the largest distance from a colour that counts as it, positive; 442 is that from black to white
     * @throws IllegalArgumentException if there is no colour, one is not three numbers from 0 to 255 or given twice, or
     *     the tolerance is not positive
     */
    public PaletteSegmenter(Map<String, int[]> palette, double tolerance) {
        this(palette, tolerance, tolerance / 3);
    }

    /**
     * Creates a segmenter.
     *
     * @param palette red, green and blue from 0 to 255 by class name, in order
     * @param tolerance the largest distance from a colour that counts as it, positive
     * @param softness the deviation s of the soft score, positive
     * @throws IllegalArgumentException if there is no colour, one is not three numbers from 0 to 255 or given twice, or a
     *     number is not positive
     */
    public PaletteSegmenter(Map<String, int[]> palette, double tolerance, double softness) {
        if (palette.isEmpty() || palette.containsKey(NONE)) {
            throw new IllegalArgumentException("a palette needs one colour or more, and none named '" + NONE
                    + "', which stands for all other colours; got " + palette.keySet());
        }
        if (!(tolerance > 0) || !(softness > 0) || Double.isInfinite(softness)) {
            throw new IllegalArgumentException(
                    "tolerance and softness must be positive, got " + tolerance + " and " + softness);
        }
        labels = new ArrayList<>(List.of(NONE));
        colours = new ArrayList<>();
        palette.forEach((label, colour) -> {
            check(label, colour);
            labels.add(label);
            colours.add(colour.clone());
        });
        this.tolerance = tolerance;
        this.softness = softness;
    }

    private void check(String label, int[] colour) {
        boolean fits = colour.length == 3;
        for (int level : colour) {
            fits &= level >= 0 && level <= 255;
        }
        String text = Arrays.toString(colour);
        if (!fits) {
            throw new IllegalArgumentException(
                    "the colour of '" + label + "' must be red, green and blue from 0 to 255, got " + text);
        }
        if (colours.stream().anyMatch(other -> Arrays.equals(other, colour))) {
            throw new IllegalArgumentException("two classes have the colour " + text + ", one is '" + label + "'");
        }
    }

    /**
     * Reads a palette, such as {@code {"colors": {"sky": [120, 180, 230], "tree": [40, 110, 50]}, "tolerance": 40,
     * "softness": 15}}; softness may be left out.
     *
     * @param file the JSON file
     * @return the segmenter
     * @throws IllegalArgumentException if the file is missing or is no palette
     */
    public static PaletteSegmenter read(Path file) {
        JsonObject json = Json.read(file);
        try {
            Map<String, int[]> palette = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> entry : Objects.requireNonNull(
                            json.getAsJsonObject("colors"), "\"colors\" are missing")
                    .entrySet()) {
                palette.put(entry.getKey(), levels(entry.getValue().getAsJsonArray()));
            }
            double tolerance = Objects.requireNonNull(json.get("tolerance"), "\"tolerance\" is missing")
                    .getAsDouble();
            return json.has("softness")
                    ? new PaletteSegmenter(
                            palette, tolerance, json.get("softness").getAsDouble())
                    : new PaletteSegmenter(palette, tolerance);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    file + " is no palette: " + e.getMessage()
                            + "; expected such as {\"colors\":{\"sky\":[120,180,230]},\"tolerance\":40}",
                    e);
        }
    }

    private static int[] levels(JsonArray array) {
        int[] levels = new int[array.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = array.get(i).getAsInt();
        }
        return levels;
    }

    @Override
    public String name() {
        return "palette";
    }

    @Override
    public List<String> labels() {
        return List.copyOf(labels);
    }

    /** {@return 0} */
    @Override
    public OptionalInt none() {
        return OptionalInt.of(0);
    }

    /**
     * {@inheritDoc}
     *
     * @return {@code [N, H, W]} int64 at the images' own resolution
     */
    @Override
    public NDArray segment(NDArray images) {
        try (GradScope off = GradScope.off();
                NDManager scope = images.getManager().newSubManager()) {
            NDArray scoped = images.reshape(images.getShape());
            scoped.attach(scope);
            NDArray squares = squares(scoped); // [N, K, H, W]
            NDArray near = squares.min(new int[] {1}).lte(tolerance * tolerance).toType(DataType.INT64, false);
            NDArray found =
                    squares.argMin(1).toType(DataType.INT64, false).add(1).mul(near); // [N, H, W]
            found.attach(images.getManager());
            return found;
        }
    }

    @Override
    public NDArray softScore(NDArray images, int label) {
        Objects.checkIndex(label, labels.size());
        NDArray squares = squares(images);
        NDArray none = squares.get(new NDIndex(":, 0:1")).zerosLike().add(tolerance * tolerance);
        NDArray all = NDArrays.concat(new NDList(none, squares), 1); // [N, 1 + K, H, W]
        return TensorOps.scale(all, -0.5 / (softness * softness))
                .softmax(1)
                .get(new NDIndex(":, " + label)); // [N, H, W]
    }

    /** The squared distance of every pixel from every colour, {@code [N, K, H, W]}. */
    private NDArray squares(NDArray images) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || (shape.get(1) != 1 && shape.get(1) != 3)) {
            throw new IllegalArgumentException("images must be [N, 1 or 3, H, W], got " + shape);
        }
        NDArray levels = TensorOps.scale(images.add(1), 127.5); // [N, C, H, W] from 0 to 255
        NDList maps = new NDList();
        for (int[] colour : colours) {
            float[] values = {colour[0], colour[1], colour[2]};
            NDArray own = images.getManager().create(values, new Shape(1, 3, 1, 1));
            maps.add(levels.sub(own).square().sum(new int[] {1})); // [N, H, W]
        }
        return NDArrays.stack(maps, 1);
    }

    /** Does nothing: a palette owns no native memory. */
    @Override
    public void close() {}
}
