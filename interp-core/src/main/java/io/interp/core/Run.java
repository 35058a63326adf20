package io.interp.core;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run of a generator gave. The arrays belong to the manager of the latents.
 *
 * @param images {@code [N, C, H, W]} float32 in [-1, 1]
 * @param activations what capturing hooks kept, by their keys
 */
public record Run(NDArray images, Map<String, NDArray> activations) {

    /** Copies the map, keeping its order. */
    public Run {
        activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
    }

    /**
     * Returns a captured activation.
     *
     * @param key the key of the capturing hook
     * @return the array
     * @throws IllegalArgumentException if nothing was captured under that key
     */
    public NDArray activation(String key) {
        NDArray array = activations.get(key);
        if (array == null) {
            throw new IllegalArgumentException(
                    NearNames.unknown("captured activation", key, "this run", activations.keySet()));
        }
        return array;
    }
}
