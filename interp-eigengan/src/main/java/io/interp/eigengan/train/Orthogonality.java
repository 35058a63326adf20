package io.interp.eigengan.train;

import io.interp.core.Generator;
import io.interp.core.train.GeneratorPenalty;
import java.util.Objects;

/**
 * Keeps the bases of any EigenGAN's subspaces orthonormal, where its generator is trained by other means than {@link
 * EigenGanTrainer}, such as evolution.
 *
 * @param weight the weight of {@link OrthogonalityPenalty}, 0 for none
 * @param retraction what is done after each step
 */
public record Orthogonality(double weight, Retraction retraction) implements GeneratorPenalty.Recipe {

    /** The released weight of 1, and the nearest orthonormal basis after each step. */
    public static final Orthogonality RETRACTED = new Orthogonality(1, Retraction.POLAR);

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if the weight is negative
     */
    public Orthogonality {
        OrthogonalityPenalty.requireWeight(weight);
        Objects.requireNonNull(retraction, "retraction");
    }

    /**
     * Makes a generator's penalty.
     *
     * @param generator an EigenGAN; its bases are retracted in place after each step
     * @return the penalty
     * @throws IllegalArgumentException if it is no EigenGAN
     */
    @Override
    public OrthogonalityPenalty of(Generator generator) {
        return new OrthogonalityPenalty(generator, weight, retraction);
    }
}
