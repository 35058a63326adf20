package io.interp.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * A generator x = G(z): latents {@code [N, d]} to images {@code [N, C, H, W]}, float32 in [-1, 1], with named layers that
 * can be watched and changed.
 *
 * <pre>{@code
 * try (Generator gan = TorchScriptGenerator.load(Path.of("generator.pt"));
 *         NDManager scope = gan.manager().newSubManager()) {
 *     System.out.println(gan.layers());
 *     NDArray z = gan.latents().sample(scope, 0, 16);
 *     NDArray images = gan.generate(z);
 * }
 * }</pre>
 */
public interface Generator extends Network {

    /** {@return the space of the input} */
    LatentSpace latents();

    /** {@return the shape (C, H, W) of one image} */
    Shape imageShape();

    /** {@return the layers in the order they run} */
    LayerTable layers();

    /**
     * Runs the generator with hooks.
     *
     * @param latents {@code [N, d]}
     * @param pass the mode of batch norm and whether a graph is recorded
     * @param hooks what to do at which layer; those at one layer act in this order
     * @return images and captured activations, owned by the latents' manager
     * @throws IllegalArgumentException if the latents have another size or a layer is unknown
     * @throws InterpException if a hook did not fire
     */
    Run run(NDArray latents, Pass pass, List<LayerHook> hooks);

    /**
     * Runs the part before a layer's end: the output of one layer, without what comes after it.
     *
     * @param latents {@code [N, d]}
     * @param layer the layer
     * @param pass the mode of batch norm and whether a graph is recorded
     * @return the layer's output {@code [N, ...]}, owned by the latents' manager
     * @throws IllegalArgumentException if the latents have another size or the layer is unknown
     */
    NDArray activation(NDArray latents, String layer, Pass pass);

    /**
     * Returns a generator with a rectifier after one layer, max(y, 0), sharing nothing with this one. It has the same
     * layer names; the layer's output is the rectified one. If that layer is rectified already, the result is a copy.
     *
     * @param layer the layer
     * @return a new generator that the caller closes
     */
    Generator rectified(String layer);

    /** {@return a generator with the same weights that shares no memory with this one; the caller closes it} */
    Generator copy();

    /**
     * Generates images with stored statistics and without a graph.
     *
     * @param latents {@code [N, d]}
     * @return {@code [N, C, H, W]} float32 in [-1, 1], owned by the latents' manager
     * @throws IllegalArgumentException if the latents have another size
     */
    default NDArray generate(NDArray latents) {
        return run(latents, Pass.INFERENCE, List.of()).images();
    }

    /**
     * Runs the generator with hooks, with stored statistics and without a graph.
     *
     * @param latents {@code [N, d]}
     * @param hooks what to do at which layer
     * @return images and captured activations, owned by the latents' manager
     */
    default Run run(NDArray latents, LayerHook... hooks) {
        return run(latents, Pass.INFERENCE, List.of(hooks));
    }

    /**
     * Runs the part after a layer from a given activation.
     *
     * @param latents {@code [N, d]}: skip connections and styles may still need them
     * @param layer the layer
     * @param activation the array to go on from, of the layer's output shape
     * @return {@code [N, C, H, W]} float32 in [-1, 1], owned by the latents' manager
     */
    default NDArray resume(NDArray latents, String layer, NDArray activation) {
        return run(latents, LayerHook.replace(layer, activation)).images();
    }
}
