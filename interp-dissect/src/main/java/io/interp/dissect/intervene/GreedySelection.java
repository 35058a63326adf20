package io.interp.dissect.intervene;

import io.interp.core.Generator;
import io.interp.dissect.UnitRanking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Units chosen one after the other, each the one that helps most beside those before it: an exact, if slow, check of what
 * alpha finds, for layers of few units.
 *
 * @param order the units in the order they were chosen
 * @param values what the first 1, 2, ... of them reach together
 */
public record GreedySelection(List<Integer> order, List<Double> values) {

    /** Copies the lists. */
    public GreedySelection {
        order = List.copyOf(order);
        values = List.copyOf(values);
    }

    /**
     * Chooses units by any measure of a set.
     *
     * @param units how many there are to choose from
     * @param most how many to choose, 1 to {@code units}
     * @param least stops when the best unit adds less than this; negative infinity to go on
     * @param none what no unit reaches
     * @param value of a set of units, the higher the better, not NaN; called about {@code units * most} times
     * @return the units chosen; of equal ones the lower number
     * @throws IllegalArgumentException if the number to choose is out of range
     */
    public static GreedySelection of(
            int units, int most, double least, double none, ToDoubleFunction<List<Integer>> value) {
        if (most < 1 || most > units) {
            throw new IllegalArgumentException("of " + units + " units 1 to " + units + " can be chosen, got " + most);
        }
        List<Integer> chosen = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        double reached = none;
        while (chosen.size() < most) {
            int best = -1;
            double bestValue = 0;
            for (int unit = 0; unit < units; unit++) {
                if (!chosen.contains(unit)) {
                    List<Integer> set = new ArrayList<>(chosen);
                    set.add(unit);
                    double reach = value.applyAsDouble(set);
                    if (best < 0 || reach > bestValue) {
                        best = unit;
                        bestValue = reach;
                    }
                }
            }
            if (bestValue - reached < least) {
                break;
            }
            chosen.add(best);
            values.add(bestValue);
            reached = bestValue;
        }
        return new GreedySelection(chosen, values);
    }

    /**
     * Chooses units by their average causal effect on a class, measured by hard masks at the places of a corpus.
     *
     * @param generator the generator; not changed
     * @param target the class
     * @param corpus the places and levels, from {@link CorpusSearch}
     * @param options those the corpus was searched with
     * @param most how many units to choose
     * @return the units chosen
     */
    public static GreedySelection byEffect(
            Generator generator, TargetClass target, PairCorpus corpus, CorpusOptions options, int most) {
        PairScores scores = new PairScores(generator, target, corpus, options);
        return of(scores.units(), most, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, units -> {
            float[] alpha = new float[scores.units()];
            units.forEach(unit -> alpha[unit] = 1);
            double[] means = scores.means(alpha, 0, corpus.pairs(), options.batch(), false);
            return means[1] - means[0];
        });
    }

    /**
     * {@return the choice as a ranking: the first unit chosen has the highest score, those not chosen have 0}
     *
     * @param layer the layer's name
     * @param concept what the units were chosen for
     * @param units the number of units of the layer
     */
    public UnitRanking ranking(String layer, String concept, int units) {
        return new UnitRanking(
                layer,
                "greedy",
                concept,
                IntStream.range(0, units)
                        .mapToObj(unit -> order.contains(unit) ? (double) (order.size() - order.indexOf(unit)) : 0.0)
                        .toList());
    }
}
