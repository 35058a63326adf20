package io.interp.dissect.repair;

import ai.djl.util.Progress;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.dissect.UnitRanking;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Units a person has chosen by looking at the images that maximise them, the worst first.
 *
 * @param units their numbers, all different
 */
public record ListedUnits(List<Integer> units) implements UnitScorer {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if it is empty or names a unit twice
     */
    public ListedUnits {
        units = List.copyOf(units);
        if (units.isEmpty() || units.stream().distinct().count() != units.size()) {
            throw new IllegalArgumentException("a list of units must name at least one, and none twice, got " + units);
        }
    }

    @Override
    public UnitRanking rank(Generator generator, Layer layer, Optional<Progress> progress) {
        for (int unit : units) {
            if (unit < 0 || unit >= layer.units()) {
                throw new IllegalArgumentException(
                        "layer '" + layer.name() + "' has units 0 to " + (layer.units() - 1) + ", got " + unit);
            }
        }
        return new UnitRanking(
                layer.name(),
                "listed",
                "artifact",
                IntStream.range(0, layer.units())
                        .mapToObj(unit -> units.contains(unit) ? (double) (units.size() - units.indexOf(unit)) : 0.0)
                        .toList());
    }
}
