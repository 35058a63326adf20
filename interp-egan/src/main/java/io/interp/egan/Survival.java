package io.interp.egan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The survival of the fittest. */
final class Survival {

    private Survival() {}

    /**
     * Picks the candidates with the largest finite fitness, the fittest first; of equals, the one listed first.
     *
     * @return at most {@code count}, fewer if not so many are finite
     */
    static <T> List<T> fittest(List<T> candidates, ToDoubleFunction<T> fitness, int count) {
        List<T> finite = new ArrayList<>(candidates.stream()
                .filter(candidate -> Double.isFinite(fitness.applyAsDouble(candidate)))
                .toList());
        finite.sort(Comparator.comparingDouble(fitness).reversed());
        return List.copyOf(finite.subList(0, Math.min(count, finite.size())));
    }
}
