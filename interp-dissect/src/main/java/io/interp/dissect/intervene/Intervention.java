package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import java.util.List;

/** Runs a generator on from given activations of one layer, with a share of each unit replaced (Bau et al., equation 3). */
record Intervention(Generator generator, Layer layer) {

    /** Images and the activations they came from, owned by the latents' manager. */
    record Features(NDArray images, NDArray maps) {}

    static Intervention at(Generator generator, String layer) {
        return new Intervention(generator, CellGrid.requireMaps(generator, layer));
    }

    Features features(NDArray latents) {
        Run run = generator.run(latents, LayerHook.capture(layer.name()));
        return new Features(run.images(), run.activation(layer.name()));
    }

    /**
     * Images of the activations r after r (1 - alpha) + alpha value.
     *
     * @param maps {@code [N, U, h, w]}
     * @param alpha shares that broadcast against the maps
     * @param value values that broadcast likewise
     * @return {@code [N, C, H, W]}, owned by the latents' manager
     */
    NDArray images(NDArray latents, NDArray maps, NDArray alpha, NDArray value, Pass pass) {
        List<LayerHook> hooks =
                List.of(LayerHook.replace(layer.name(), maps), LayerHook.blend(layer.name(), alpha, value));
        if (pass.gradient()) {
            // Arrays made from Java memory are freed with their handles, also those that a graph still needs.
            return generator.run(latents, pass, hooks).images();
        }
        List<NDArray> inputs = List.of(latents, maps, alpha, value);
        List<NDManager> homes = inputs.stream().map(NDArray::getManager).toList();
        // What a pass leaves behind belongs to its inputs' managers, which here live for many passes.
        try (NDManager scope = latents.getManager().newSubManager()) {
            try {
                inputs.forEach(input -> input.attach(scope));
                NDArray images = generator.run(latents, pass, hooks).images();
                images.attach(homes.get(0));
                return images;
            } finally {
                for (int i = 0; i < homes.size(); i++) {
                    inputs.get(i).attach(homes.get(i));
                }
            }
        }
    }

    /** {@return per-unit numbers that broadcast against maps, {@code [1, U, 1, 1]}} */
    NDArray perUnit(NDManager manager, float[] numbers) {
        return manager.create(numbers, new Shape(1, layer.units(), 1, 1));
    }

    /** {@return 1 for the units of a set and 0 for others, {@code [U]}} */
    float[] chosen(List<Integer> units) {
        float[] alpha = new float[layer.units()];
        for (int unit : units) {
            if (unit < 0 || unit >= alpha.length) {
                throw new IllegalArgumentException(
                        "layer '" + layer.name() + "' has units 0 to " + (alpha.length - 1) + ", got " + unit);
            }
            alpha[unit] = 1;
        }
        return alpha;
    }
}
