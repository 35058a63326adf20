package io.interp.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change of one layer's units as a value that can be kept, combined and applied to any image: the output y becomes
 * {@code y (1 - alpha) + alpha value}, with one alpha and one value per unit, or per unit and position.
 *
 * <p>Alpha 1 with value 0 ablates a unit, alpha 1 with a high value inserts it, a mask limits either to a region, and a
 * swap takes its values from another image. Two edits of a layer combine to one by {@link #then}.
 *
 * <h2>Reference</h2>
 *
 * Bau et al., "GAN Dissection", ICLR 2019, section 3.2; the rule for combining is that of its released tool.
 */
public final class Edit {

    private final String layer;
    private final int units;
    private final int height;
    private final int width;
    private final float[] alpha;
    private final float[] value;

    private Edit(String layer, int units, int height, int width, float[] alpha, float[] value) {
        this.layer = layer;
        this.units = units;
        this.height = height;
        this.width = width;
        this.alpha = alpha;
        this.value = value;
    }

    /**
     * Creates an edit that is the same everywhere in the image.
     *
     * @param layer the layer
     * @param alpha for each unit the share of the value, in [0, 1]
     * @param value for each unit the value, in units of the activation
     * @return the edit
     * @throws IllegalArgumentException if the lengths differ or a share is out of range
     */
    public static Edit of(String layer, float[] alpha, float[] value) {
        return of(layer, alpha.length, 1, 1, alpha, value);
    }

    /**
     * Creates an edit with a share and a value for each position.
     *
     * @param layer the layer
     * @param units the number of units U
     * @param height the height h of the layer's maps, or 1
     * @param width the width w of the layer's maps, or 1
     * @param alpha {@code [U, h, w]} row-major shares in [0, 1]
     * @param value {@code [U, h, w]} row-major values
     * @return the edit
     * @throws IllegalArgumentException if the lengths do not fit or a share is out of range
     */
    public static Edit of(String layer, int units, int height, int width, float[] alpha, float[] value) {
        int size = units * height * width;
        if (units < 1 || alpha.length != size || value.length != size) {
            throw new IllegalArgumentException("an edit of " + units + " units on " + height + "x" + width
                    + " maps needs " + size + " shares and values, got " + alpha.length + " and " + value.length);
        }
        for (float a : alpha) {
            if (!(a >= 0 && a <= 1)) {
                throw new IllegalArgumentException("an edit's share must be in [0, 1], got " + a);
            }
        }
        return new Edit(layer, units, height, width, alpha.clone(), value.clone());
    }

    /**
     * {@return an edit that sets units to zero}
     *
     * @param layer the layer
     * @param ablated the units to switch off
     */
    public static Edit ablate(Layer layer, int... ablated) {
        return insert(layer, 0, ablated);
    }

    /**
     * Creates an edit that sets units to a level.
     *
     * @param layer the layer
     * @param level the value, in units of the activation
     * @param inserted the units to set
     * @return the edit
     * @throws IllegalArgumentException if a unit is out of range
     */
    public static Edit insert(Layer layer, double level, int... inserted) {
        float[] alpha = new float[layer.units()];
        float[] value = new float[layer.units()];
        for (int unit : inserted) {
            if (unit < 0 || unit >= alpha.length) {
                throw new IllegalArgumentException(
                        "layer '" + layer.name() + "' has units 0 to " + (alpha.length - 1) + ", got " + unit);
            }
            alpha[unit] = 1;
            value[unit] = (float) level;
        }
        return of(layer.name(), alpha, value);
    }

    /**
     * {@return this edit limited to a region: every share is multiplied by the mask at its position}
     *
     * @param mask {@code [h, w]} in [0, 1], of the size of the layer's maps
     * @throws IllegalArgumentException if the edit has maps of another size
     */
    public Edit masked(float[][] mask) {
        int h = mask.length;
        int w = mask[0].length;
        Edit full = spread(h, w);
        float[] limited = full.alpha.clone();
        for (int i = 0; i < limited.length; i++) {
            limited[i] *= mask[i / w % h][i % w];
        }
        return of(layer, units, h, w, limited, full.value);
    }

    /**
     * Combines this edit with a later one of the same layer to a single edit: alpha = 1 - (1 - a1)(1 - a2) and value =
     * (v1 a1 (1 - a2) + v2 a2) / alpha, which is what applying one after the other does.
     *
     * @param next the later edit
     * @return the combined edit
     * @throws IllegalArgumentException if the edits are of different layers or sizes
     */
    public Edit then(Edit next) {
        if (!layer.equals(next.layer) || units != next.units) {
            throw new IllegalArgumentException("only edits of one layer combine, got '" + layer + "' with " + units
                    + " units and '" + next.layer + "' with " + next.units);
        }
        int h = Math.max(height, next.height);
        int w = Math.max(width, next.width);
        Edit first = spread(h, w);
        Edit second = next.spread(h, w);
        float[] a = new float[first.alpha.length];
        float[] v = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            double a1 = first.alpha[i];
            double a2 = second.alpha[i];
            double both = 1 - (1 - a1) * (1 - a2);
            a[i] = (float) both;
            v[i] = both == 0 ? 0 : (float) ((first.value[i] * a1 * (1 - a2) + second.value[i] * a2) / both);
        }
        return of(layer, units, h, w, a, v);
    }

    private Edit spread(int h, int w) {
        if (height == h && width == w) {
            return this;
        }
        if (height != 1 || width != 1) {
            throw new IllegalArgumentException("the edit of layer '" + layer + "' has maps of " + height + "x" + width
                    + ", they can't be spread to " + h + "x" + w);
        }
        float[] a = new float[units * h * w];
        float[] v = new float[a.length];
        for (int unit = 0; unit < units; unit++) {
            Arrays.fill(a, unit * h * w, (unit + 1) * h * w, alpha[unit]);
            Arrays.fill(v, unit * h * w, (unit + 1) * h * w, value[unit]);
        }
        return new Edit(layer, units, h, w, a, v);
    }

    /**
     * Uploads the edit.
     *
     * @param manager the owner of the hook's arrays
     * @return a hook that applies the edit to every image of a batch
     */
    public LayerHook toHook(NDManager manager) {
        Shape shape = new Shape(1, units, height, width);
        NDArray a = manager.create(alpha, shape);
        NDArray v = manager.create(value, shape);
        return LayerHook.blend(layer, a, v);
    }

    /** {@return the layer} */
    public String layer() {
        return layer;
    }

    /** {@return the shares, {@code [U]} or {@code [U, h, w]} float32} */
    public HostArray alpha() {
        return host(alpha);
    }

    /** {@return the values, {@code [U]} or {@code [U, h, w]} float32} */
    public HostArray value() {
        return host(value);
    }

    private HostArray host(float[] array) {
        return height == 1 && width == 1 ? HostArray.of(array, units) : HostArray.of(array, units, height, width);
    }

    /**
     * Writes the edit as JSON.
     *
     * @param file the file; written under a temporary name and moved
     */
    public void save(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "interp-edit");
        json.put("version", 1);
        json.put("layer", layer);
        json.put("shape", new int[] {units, height, width});
        json.put("alpha", alpha);
        json.put("value", value);
        Json.write(file, json);
    }

    /**
     * Reads an edit.
     *
     * @param file what {@link #save} wrote
     * @return the edit
     * @throws IllegalArgumentException if the file is no edit
     */
    public static Edit load(Path file) {
        JsonObject json = Json.read(file);
        if (!json.has("format") || !json.get("format").getAsString().equals("interp-edit")) {
            throw new IllegalArgumentException(file + " is no edit: \"format\": \"interp-edit\" is missing");
        }
        try {
            JsonArray shape = json.getAsJsonArray("shape");
            return of(
                    json.get("layer").getAsString(),
                    shape.get(0).getAsInt(),
                    shape.get(1).getAsInt(),
                    shape.get(2).getAsInt(),
                    floats(json.getAsJsonArray("alpha")),
                    floats(json.getAsJsonArray("value")));
        } catch (NullPointerException | ClassCastException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException(file + " is no edit: " + e.getMessage(), e);
        }
    }

    private static float[] floats(JsonArray array) {
        float[] numbers = new float[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).getAsFloat();
        }
        return numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Edit edit
                && layer.equals(edit.layer)
                && height == edit.height
                && width == edit.width
                && Arrays.equals(alpha, edit.alpha)
                && Arrays.equals(value, edit.value);
    }

    @Override
    public int hashCode() {
        return layer.hashCode() * 31 + Arrays.hashCode(alpha) + Arrays.hashCode(value);
    }

    /** {@return the layer and the number of units it touches} */
    @Override
    public String toString() {
        long touched = 0;
        int positions = height * width;
        for (int unit = 0; unit < units; unit++) {
            for (int i = unit * positions; i < (unit + 1) * positions; i++) {
                if (alpha[i] > 0) {
                    touched++;
                    break;
                }
            }
        }
        return "edit of " + touched + " of " + units + " units at layer '" + layer + "'"
                + (positions > 1 ? " on " + height + "x" + width + " maps" : "");
    }
}
