package io.interp.egan;

import io.interp.core.train.AdamOptions;
import io.interp.core.train.GeneratorPenalty;
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
 * @param penalty what is added to the objective of every child, and done to its weights after its step, such as keeping
 *     bases orthonormal; empty for nothing
 */
public record VariationOptions(
        List<Mutation> mutations,
        AdamOptions adam,
        AdamInheritance moments,
        Optional<Crossover> crossover,
        Optional<GeneratorPenalty.Recipe> penalty) {

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
        Objects.requireNonNull(penalty, "penalty");
        if (mutations.isEmpty()) {
            throw new IllegalArgumentException("evolution needs at least one mutation, got none");
        }
        List<String> labels = mutations.stream().map(Mutation::label).toList();
        if (labels.stream().distinct().count() < labels.size() || labels.contains(Crossover.LABEL)) {
            throw new IllegalArgumentException(
                    "mutations need labels of their own, none of them '" + Crossover.LABEL + "', got " + labels);
        }
    }

    /**
     * Options without crossover and penalty.
     *
     * @param mutations the objectives
     * @param adam the optimiser of the children's step
     * @param moments where the optimiser's moments come from
     * @throws IllegalArgumentException if there is no mutation, or two have one label
     */
    public VariationOptions(List<? extends Mutation> mutations, AdamOptions adam, AdamInheritance moments) {
        this(List.copyOf(mutations), adam, moments, Optional.empty(), Optional.empty());
    }

    VariationOptions withMutations(List<? extends Mutation> others) {
        return new VariationOptions(List.copyOf(others), adam, moments, crossover, penalty);
    }

    VariationOptions withAdam(AdamOptions other) {
        return new VariationOptions(mutations, other, moments, crossover, penalty);
    }

    VariationOptions withMoments(AdamInheritance rule) {
        return new VariationOptions(mutations, adam, rule, crossover, penalty);
    }

    VariationOptions withCrossover(Optional<Crossover> other) {
        return new VariationOptions(mutations, adam, moments, other, penalty);
    }

    VariationOptions withPenalty(GeneratorPenalty.Recipe recipe) {
        return new VariationOptions(mutations, adam, moments, crossover, Optional.of(recipe));
    }
}
