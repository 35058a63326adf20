package io.interp.dissect;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The units of one layer, scored against one concept by one measure: what every way of choosing units gives, and what
 * every intervention takes.
 *
 * @param layer the layer's name
 * @param metric what the score is, such as {@code iou}, {@code alpha} or {@code frechet}
 * @param concept the class or artefact the units are scored against
 * @param scores one finite score a unit, the higher the better
 */
public record UnitRanking(String layer, String metric, String concept, List<Double> scores) {

    /** Copies the scores. */
    public UnitRanking {
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(concept, "concept");
        scores = List.copyOf(scores);
        if (scores.isEmpty()) {
            throw new IllegalArgumentException(
                    "a ranking of layer '" + layer + "' needs the score of one unit or more");
        }
        for (int unit = 0; unit < scores.size(); unit++) {
            if (!Double.isFinite(scores.get(unit))) {
                throw new IllegalArgumentException("the " + metric + " of unit " + unit + " of layer '" + layer
                        + "' is " + scores.get(unit) + ", it must be finite");
            }
        }
    }

    /** {@return the units from the best to the worst; equal scores in the order of the units} */
    public List<Integer> order() {
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer unit) -> scores.get(unit)).reversed())
                .toList();
    }

    /**
     * Gives the best units.
     *
     * @param count how many, 1 to the number of units
     * @return their indices, the best first
     * @throws IllegalArgumentException if the layer has fewer units
     */
    public List<Integer> top(int count) {
        if (count < 1 || count > scores.size()) {
            throw new IllegalArgumentException(
                    "layer '" + layer + "' has " + scores.size() + " units, the best " + count + " were asked for");
        }
        return order().subList(0, count);
    }
}
