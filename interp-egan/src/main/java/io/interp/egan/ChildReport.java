package io.interp.egan;

import io.interp.egan.fitness.FitnessScore;

/**
 * What became of one candidate of a generation.
 *
 * @param origin the label of the mutation it is of, {@link Crossover#LABEL}, or {@link #PARENT} for a parent that competed
 * @param parent the number of its parent among those of its generation, the fitter one of two
 * @param loss the objective before its step, NaN for a parent
 * @param score its fitness, {@link FitnessScore#NONE} where nothing was judged
 * @param survived whether it became a parent
 */
public record ChildReport(String origin, int parent, double loss, FitnessScore score, boolean survived) {

    /** What stands for a mutation's label at parents that compete with their children. */
    public static final String PARENT = "parent";
}
