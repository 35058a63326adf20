package io.interp.core;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What to do with a layer's output during one run. Hooks are values; those at the same layer act in the order they are
 * given, each seeing what the one before it left.
 */
public sealed interface LayerHook {

    /** {@return the name of the layer} */
    String layer();

    /**
     * Keeps the output.
     *
     * @param layer the layer
     * @param key the name it is kept under in {@link Run#activations()}
     */
    record Capture(String layer, String key) implements LayerHook {}

    /**
     * Puts another array in the output's place; what came before the layer is not computed unless something else needs it.
     *
     * @param layer the layer
     * @param value the array, of the output's shape; not closed, not changed
     */
    record Replace(String layer, NDArray value) implements LayerHook {}

    /**
     * Mixes the output y with a value: {@code y (1 - alpha) + alpha value}. Differentiable in alpha and value.
     *
     * @param layer the layer
     * @param alpha the share of the value, broadcast against the output, such as {@code [1, U, 1, 1]}
     * @param value the value, broadcast likewise
     */
    record Blend(String layer, NDArray alpha, NDArray value) implements LayerHook {}

    /**
     * Changes the output by any Java function of arrays. A TorchScript generator is run in two halves for it, so prefer
     * {@link Blend} where it will do.
     *
     * @param layer the layer
     * @param function gets the output {@code [N, ...]} and returns an array of the same shape
     */
    record Apply(String layer, UnaryOperator<NDArray> function) implements LayerHook {}

    /**
     * {@return a hook that keeps the output under the layer's name}
     *
     * @param layer the layer
     */
    static LayerHook capture(String layer) {
        return new Capture(layer, layer);
    }

    /**
     * {@return a hook that keeps the output}
     *
     * @param layer the layer
     * @param key the name it is kept under
     */
    static LayerHook capture(String layer, String key) {
        return new Capture(layer, key);
    }

    /**
     * {@return a hook that puts another array in the output's place}
     *
     * @param layer the layer
     * @param value the array
     */
    static LayerHook replace(String layer, NDArray value) {
        return new Replace(layer, value);
    }

    /**
     * {@return a hook that mixes the output with a value}
     *
     * @param layer the layer
     * @param alpha the share of the value
     * @param value the value
     */
    static LayerHook blend(String layer, NDArray alpha, NDArray value) {
        return new Blend(layer, alpha, value);
    }

    /**
     * {@return a hook that changes the output by a function}
     *
     * @param layer the layer
     * @param function the function
     */
    static LayerHook apply(String layer, UnaryOperator<NDArray> function) {
        return new Apply(layer, function);
    }

    /**
     * Lets a hook act on an output: what generators whose layers run in Java do at the hook's layer.
     *
     * @param hook the hook
     * @param output the layer's output, as the hooks before this one left it; not needed for {@link Replace}
     * @param kept receives what a capturing hook keeps, under its key
     * @return the output that goes on
     * @throws InterpException if the function of an {@link Apply} changes the shape
     */
    static NDArray act(LayerHook hook, NDArray output, Map<String, NDArray> kept) {
        if (hook instanceof Capture capture) {
            kept.put(capture.key(), output);
            return output;
        }
        if (hook instanceof Replace replace) {
            return replace.value();
        }
        if (hook instanceof Blend blend) {
            return output.mul(blend.alpha().neg().add(1)).add(blend.value().mul(blend.alpha()));
        }
        NDArray changed = ((Apply) hook).function().apply(output);
        if (!changed.getShape().equals(output.getShape())) {
            throw new InterpException("the function applied at layer '" + hook.layer() + "' must keep the shape "
                    + output.getShape() + ", it returned " + changed.getShape());
        }
        return changed;
    }
}
