package io.interp.core.internal.torch.archive;

/**
 * What to do with the value of a layer.
 *
 * @param layer the layer's name, as {@link ModuleTree#layers()} lists it
 * @param kind what to do
 * @param key the name of the value in the dictionary that is returned (capture) or given (replace, blend); unused by
 *     {@link Kind#RECTIFY}
 */
public record HookPoint(String layer, Kind kind, String key) {

    /** What can be done with the value of a layer. */
    public enum Kind {
        /** Returns the value under the key. */
        CAPTURE,
        /** Puts {@code feeds[key]} in the place of the value. */
        REPLACE,
        /** Makes it {@code y (1 - a) + v a} with {@code a = feeds[key + ".alpha"]} and {@code v = feeds[key + ".value"]}. */
        BLEND,
        /** Makes it {@code max(y, 0)}. */
        RECTIFY
    }

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if the layer is blank, or a key is needed and blank or starts with a bracket (the
     *     engine takes such names for lists and tuples)
     */
    public HookPoint {
        if (layer.isBlank()) {
            throw new IllegalArgumentException("hook without a layer: name one of the layers of the archive");
        }
        if (kind != Kind.RECTIFY && (key.isBlank() || key.startsWith("(") || key.startsWith("["))) {
            throw new IllegalArgumentException(
                    kind + " at " + layer + " needs a key that does not start with a bracket, got '" + key + "'");
        }
    }

    /**
     * {@return a hook that returns the layer's value}
     *
     * @param layer the layer
     * @param key the value's name in the result
     */
    public static HookPoint capture(String layer, String key) {
        return new HookPoint(layer, Kind.CAPTURE, key);
    }

    /**
     * {@return a hook that puts another value in the place of the layer's}
     *
     * @param layer the layer
     * @param key the other value's name in the feeds
     */
    public static HookPoint replace(String layer, String key) {
        return new HookPoint(layer, Kind.REPLACE, key);
    }

    /**
     * {@return a hook that mixes another value into the layer's}
     *
     * @param layer the layer
     * @param key the prefix of {@code .alpha} and {@code .value} in the feeds
     */
    public static HookPoint blend(String layer, String key) {
        return new HookPoint(layer, Kind.BLEND, key);
    }

    /**
     * {@return a hook that cuts the layer's negative values off}
     *
     * @param layer the layer
     */
    public static HookPoint rectify(String layer) {
        return new HookPoint(layer, Kind.RECTIFY, "");
    }
}
