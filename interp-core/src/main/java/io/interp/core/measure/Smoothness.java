package io.interp.core.measure;

import java.util.List;
import java.util.Locale;

/**
 * How evenly images change along a walk through the latents.
 *
 * @param steps the distance of each image to the next: root mean square of pixels in [-1, 1], or the Euclidean distance of
 *     an embedder's features
 */
public record Smoothness(List<Double> steps) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no step
     */
    public Smoothness {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a walk needs at least one step, got none");
        }
    }

    /** {@return the mean distance of a step} */
    public double meanStep() {
        return steps.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** {@return the largest distance of a step} */
    public double largestStep() {
        return steps.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /**
     * {@return the largest step over the mean one: 1 if images change evenly, the number of steps if all of the change is
     * one jump; 1 too if nothing changes}
     */
    public double ratio() {
        return meanStep() == 0 ? 1 : largestStep() / meanStep();
    }

    /** {@return one line with the numbers} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "largest of %d steps %.4f, mean %.4f, ratio %.2f",
                steps.size(),
                largestStep(),
                meanStep(),
                ratio());
    }
}
