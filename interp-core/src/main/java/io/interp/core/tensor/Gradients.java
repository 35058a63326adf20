package io.interp.core.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.interp.core.internal.torch.Operators;
import io.interp.core.internal.torch.TorchModule;
import java.util.List;

/**
 * Gradients as a function of a scalar and the arrays it depends on.
 *
 * <p>Unlike DJL's gradient collector nothing accumulates: no array's own gradient is read or written, so a step of one
 * network can't leave stale gradients in another, several threads may differentiate at once, and a collector a user has
 * open is not disturbed. Record the scalar inside {@link GradScope#on()}.
 *
 * <pre>{@code
 * try (GradScope on = GradScope.on()) {
 *     Gradients.require(z);
 *     NDArray y = generator.run(z, Pass.DIFFERENTIABLE).images().mean();
 *     NDArray dz = Gradients.of(y, z);
 * }
 * }</pre>
 */
public final class Gradients {

    private Gradients() {}

    /**
     * Returns the gradients of a scalar and frees its graph.
     *
     * @param scalar an array with one element, recorded under {@link GradScope#on()}
     * @param arrays the arrays to differentiate by, each requiring gradients or computed from one that does
     * @return one gradient per array, of its shape, zero where the scalar does not depend on it; owned by the scalar's
     *     manager
     * @throws IllegalArgumentException if the first array is no scalar or the list is empty
     */
    public static NDList of(NDArray scalar, List<NDArray> arrays) {
        return compute(scalar, arrays, false);
    }

    /**
     * Returns the gradient by one array and frees the graph.
     *
     * @param scalar an array with one element
     * @param array the array to differentiate by
     * @return the gradient, owned by the scalar's manager
     * @throws IllegalArgumentException if the first array is no scalar
     */
    public static NDArray of(NDArray scalar, NDArray array) {
        return compute(scalar, List.of(array), false).head();
    }

    /**
     * Returns a gradient that can itself be differentiated, as penalties on gradients need (R1, path length).
     *
     * @param scalar an array with one element
     * @param array the array to differentiate by
     * @return the gradient, part of a graph that stays alive with it; owned by the scalar's manager
     * @throws IllegalArgumentException if the first array is no scalar
     */
    public static NDArray withGraph(NDArray scalar, NDArray array) {
        return compute(scalar, List.of(array), true).head();
    }

    /**
     * Marks leaf arrays as ones to differentiate by.
     *
     * @param arrays arrays that are not computed from others
     */
    public static void require(NDArray... arrays) {
        TorchModule.requireGradient(List.of(arrays), true);
    }

    /**
     * Marks leaf arrays, or takes the mark away, which freezes them.
     *
     * @param arrays arrays that are not computed from others
     * @param on whether gradients are recorded
     */
    public static void require(List<NDArray> arrays, boolean on) {
        TorchModule.requireGradient(arrays, on);
    }

    /**
     * {@return whether gradients are recorded for an array}
     *
     * @param array any array
     */
    public static boolean isRequired(NDArray array) {
        return TorchModule.requiresGradient(array);
    }

    private static NDList compute(NDArray scalar, List<NDArray> arrays, boolean createGraph) {
        if (scalar.size() != 1) {
            throw new IllegalArgumentException("gradients need a scalar, got an array of shape " + scalar.getShape()
                    + "; reduce it with sum() or mean() first");
        }
        if (arrays.isEmpty()) {
            throw new IllegalArgumentException("gradients need at least one array to differentiate by, got none");
        }
        return Operators.on(scalar.getDevice())
                .callWithList("gradients", scalar.getManager(), List.of(scalar), arrays, createGraph ? 1 : 0);
    }
}
