package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.train.Adam;
import io.interp.core.train.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where children's optimisers get their moments from. Owns those that belong to no individual. */
final class InheritedMoments implements AutoCloseable {

    private static final String RESET = "";

    private final AdamInheritance rule;
    private final Map<String, Adam> kept = new LinkedHashMap<>();

    /**
     * Prepares moments of optimisers that have not moved yet.
     *
     * @param weights what they are of; read for names and shapes only
     */
    InheritedMoments(NDManager owner, Map<String, NDArray> weights, VariationOptions options) {
        rule = options.moments();
        List<String> keys = switch (rule) {
            case PARENT -> List.of();
            case MUTATION -> options.mutations().stream().map(Mutation::label).toList();
            case RESET -> List.of(RESET);
        };
        keys.forEach(key -> kept.put(key, new Adam(owner, weights, options.adam())));
    }

    /** {@return what a child of a parent by a mutation starts with; not to be changed} */
    Adam of(Individual parent, Mutation mutation) {
        return switch (rule) {
            case PARENT -> parent.adam();
            case MUTATION -> kept.get(mutation.label());
            case RESET -> kept.get(RESET);
        };
    }

    /** Keeps what a child's step left, where moments belong to its mutation. */
    void keep(Individual child, Mutation mutation) {
        if (rule == AdamInheritance.MUTATION) {
            kept.get(mutation.label()).copyFrom(child.adam());
        }
    }

    /** {@return what a checkpoint keeps: the moments of mutations} */
    List<Checkpoint.Part> parts() {
        if (rule != AdamInheritance.MUTATION) {
            return List.of();
        }
        return kept.entrySet().stream()
                .map(one -> new Checkpoint.Part(
                        "mutationAdam." + one.getKey(), one.getValue()::state, one.getValue()::restore))
                .toList();
    }

    @Override
    public void close() {
        kept.values().forEach(Adam::close);
    }
}
