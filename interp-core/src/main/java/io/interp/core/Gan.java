package io.interp.core;

import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/**
 * A generator and, where there is one, the discriminator it was trained against. A GAN without one gets a fresh one when
 * training needs it.
 *
 * @param generator the generator
 * @param discriminator the discriminator, or empty
 */
public record Gan(Generator generator, Optional<Discriminator> discriminator) {

    /**
     * Validates the pair.
     *
     * @throws IllegalArgumentException if the two work on images of different shapes
     */
    public Gan {
        discriminator.ifPresent(d -> {
            Shape made = generator.imageShape();
            if (!d.imageShape().equals(made)) {
                throw new IllegalArgumentException("the discriminator takes images of shape " + d.imageShape()
                        + " but the generator makes " + made);
            }
        });
    }

    /**
     * {@return a GAN without a discriminator}
     *
     * @param generator the generator
     */
    public static Gan of(Generator generator) {
        return new Gan(generator, Optional.empty());
    }

    /**
     * {@return a GAN}
     *
     * @param generator the generator
     * @param discriminator its discriminator
     */
    public static Gan of(Generator generator, Discriminator discriminator) {
        return new Gan(generator, Optional.of(discriminator));
    }
}
