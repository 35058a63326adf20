package io.interp.egan;

import io.interp.egan.fitness.Fitness;
import java.util.Objects;

/**
 * How children are judged.
 *
 * @param fitness what is compared
 * @param size the number of images of each child, and of real ones, that it is judged by; where the discriminator's batches
 *     need more than that, survivors make the rest
 * @param commonLatents whether all children of a generation are made and judged from the same latents, which takes noise
 *     out of their comparison; the authors' code draws new ones for each
 */
public record EvaluationOptions(Fitness fitness, int size, boolean commonLatents) {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if the size is below 2
     */
    public EvaluationOptions {
        Objects.requireNonNull(fitness, "fitness");
        if (size < 2) {
            throw new IllegalArgumentException("children are judged by at least 2 images, got " + size);
        }
    }
}
