package io.interp.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.NetworkState;
import io.interp.core.internal.torch.Operators;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Adam optimiser over a fixed set of named weights. Its moments can be saved and restored, which DJL's own optimiser
 * does not offer and exact resume needs. Owns the moments' native memory.
 *
 * <h2>Reference</h2>
 *
 * Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.
 */
public final class Adam implements AutoCloseable {

    private static final String STEPS = "steps";

    private final AdamOptions options;
    private final Map<String, NDArray> weights;
    private final NDManager manager;
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> squares = new LinkedHashMap<>();
    private long steps;

    /**
     * Creates an optimiser with zero moments.
     *
     * @param parent the manager whose child owns the moments
     * @param weights the weights by name; updated in place, not owned
     * @param options the settings
     */
    public Adam(NDManager parent, Map<String, NDArray> weights, AdamOptions options) {
        this.options = options;
        this.weights = new LinkedHashMap<>(weights);
        manager = parent.newSubManager();
        try (GradScope off = GradScope.off()) {
            weights.forEach((name, weight) -> {
                means.put(name, manager.zeros(weight.getShape(), weight.getDataType()));
                squares.put(name, manager.zeros(weight.getShape(), weight.getDataType()));
            });
        }
    }

    /** {@return the weights in the order gradients are expected} */
    public List<NDArray> weights() {
        return new ArrayList<>(weights.values());
    }

    /**
     * Takes one step.
     *
     * @param gradients one per weight, in the order of {@link #weights()}; not closed
     * @throws IllegalArgumentException if the number of gradients differs from that of the weights
     */
    public void step(NDList gradients) {
        step(gradients, 1);
    }

    /**
     * Takes one step of another size.
     *
     * @param gradients one per weight, in the order of {@link #weights()}; not closed
     * @param factor multiplies the learning rate in this step
     * @throws IllegalArgumentException if the number of gradients differs from that of the weights
     */
    public void step(NDList gradients, double factor) {
        if (gradients.size() != weights.size()) {
            throw new IllegalArgumentException("expected " + weights.size() + " gradients, got " + gradients.size());
        }
        steps++;
        double rate = factor * options.learningRate() / (1 - Math.pow(options.beta1(), (double) steps));
        double correction = 1 / Math.sqrt(1 - Math.pow(options.beta2(), (double) steps));
        List<List<NDArray>> lists =
                List.of(weights(), gradients, List.copyOf(means.values()), List.copyOf(squares.values()));
        try (GradScope off = GradScope.off()) {
            Operators.on(manager.getDevice())
                    .update(
                            "adam",
                            manager,
                            lists,
                            options.beta1(),
                            options.beta2(),
                            options.epsilon(),
                            rate,
                            correction);
        }
    }

    /** {@return the moments and the number of steps taken, as a copy} */
    public Map<String, HostArray> state() {
        Map<String, HostArray> state = new LinkedHashMap<>();
        state.put(STEPS, HostArray.of(new long[] {steps}));
        moments().forEach((name, array) -> state.put(name, HostArray.copyOf(array)));
        return state;
    }

    /**
     * Puts a saved state back.
     *
     * @param state what {@link #state()} returned for the same weights
     * @throws IllegalArgumentException if the state is of other weights
     */
    public void restore(Map<String, HostArray> state) {
        HostArray saved = state.get(STEPS);
        if (saved == null || saved.size() != 1) {
            throw new IllegalArgumentException("the optimiser's saved state has no number of 'steps': it is none");
        }
        try (GradScope off = GradScope.off()) {
            moments().forEach((name, array) -> restore(state, name, array));
        }
        steps = (long) saved.toDoubles()[0];
    }

    /**
     * Takes over the moments and the number of steps of another optimiser, without leaving the device; the options and
     * the weights stay this one's. What {@link #restore} does with a {@link #state()}, at a fraction of its cost.
     *
     * @param other an optimiser of weights of the same names and shapes
     * @throws IllegalArgumentException if names or shapes differ; nothing is copied then
     */
    public void copyFrom(Adam other) {
        if (other == this) {
            return;
        }
        NetworkState.copy(other.moments(), moments());
        steps = other.steps;
    }

    private Map<String, NDArray> moments() {
        Map<String, NDArray> all = new LinkedHashMap<>();
        means.forEach((name, array) -> all.put("mean." + name, array));
        squares.forEach((name, array) -> all.put("square." + name, array));
        return all;
    }

    private static void restore(Map<String, HostArray> state, String key, NDArray into) {
        HostArray saved = state.get(key);
        if (saved == null || saved.size() != into.size()) {
            throw new IllegalArgumentException(
                    "the optimiser's saved state has no fitting '" + key + "': it is of other weights");
        }
        try (NDManager scope = into.getManager().newSubManager()) {
            saved.toNDArray(scope).copyTo(into);
        }
    }

    /** Frees the moments. */
    @Override
    public void close() {
        manager.close();
    }
}
