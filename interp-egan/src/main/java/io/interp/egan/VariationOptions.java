package io.interp.egan;

import io.interp.core.train.AdamOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How children are made.
 *
 * @param mutations the objectives; each parent has one child of each. One mutation alone is ordinary GAN training
 * @param adam the optimiser of the children's step
 * @param moments where the optimiser's moments come from
 * @param crossover how pairs of children are crossed, which E-GAN itself does not do; empty for not at all
 */
public record VariationOptions(
        List<Mutation> mutations, AdamOptions adam, AdamInheritance moments, Optional<Crossover> crossover) {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if there is no mutation, or two have one label
     */
    public VariationOptions {
        mutations = List.copyOf(mutations);
        Objects.requireNonNull(adam, "adam");
        Objects.requireNonNull(moments, "moments");
        Objects.requireNonNull(crossover, "crossover");
        if (mutations.isEmpty()) {
            throw new IllegalArgumentException("evolution needs at least one mutation, got none");
        }
        List<String> labels = mutations.stream().map(Mutation::label).toList();
        if (labels.stream().distinct().count() < labels.size() || labels.contains(Crossover.LABEL)) {
            throw new IllegalArgumentException(
                    "mutations need labels of their own, none of them '" + Crossover.LABEL + "', got " + labels);
        }
    }
}
