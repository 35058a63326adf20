package io.interp.egan;

import ai.djl.ndarray.NDArray;
import io.interp.egan.fitness.FitnessScore;
import java.util.Optional;

/**
 * An individual that may become a parent.
 *
 * @param individual the individual
 * @param origin the label of its mutation, {@link Crossover#LABEL}, or {@link ChildReport#PARENT}
 * @param parent the number of its parent, the fitter one of two
 * @param loss what its step minimised, before the step; NaN for a parent
 * @param images the images it was judged by, or empty where nothing judged it
 * @param score its fitness
 */
record Candidate(
        Individual individual, String origin, int parent, double loss, Optional<NDArray> images, FitnessScore score) {

    ChildReport report(boolean survived) {
        return new ChildReport(origin, parent, loss, score, survived);
    }
}
