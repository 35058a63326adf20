package io.interp.benchmarks;

import io.interp.egan.EvolutionOptions;
import io.interp.egan.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What evolution is compared with: the same training without a choice to make, or with the choice left to chance. */
final class EvolutionMethods {

    static final String EVOLUTION = "E-GAN";
    static final String RANDOM = "random selection";

    private EvolutionMethods() {}

    /** {@return E-GAN, each of its mutations alone by its label, and a random choice among them, in this order} */
    static Map<String, EvolutionOptions> of(EvolutionOptions evolution) {
        Map<String, EvolutionOptions> methods = new LinkedHashMap<>();
        methods.put(EVOLUTION, evolution);
        evolution
                .variation()
                .mutations()
                .forEach(mutation -> methods.put(mutation.label(), evolution.withMutations(List.of(mutation))));
        methods.put(RANDOM, evolution.withSelection(Selection.RANDOM));
        return methods;
    }
}
