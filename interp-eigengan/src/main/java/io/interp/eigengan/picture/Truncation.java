package io.interp.eigengan.picture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.LatentSpace;
import io.interp.core.Prior;
import java.util.OptionalDouble;

/**
 * How latents of pictures are kept near the mode.
 *
 * @param kind the way
 * @param value the factor or the bound
 */
public record Truncation(Kind kind, double value) {

    /** The ways. */
    public enum Kind {
        /** Latents of the prior times a factor. */
        FACTOR,
        /** Coordinates beyond a bound are drawn again. */
        BOUND
    }

    /**
     * Validates the value.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Truncation {
        if (!(value > 0)) {
            throw new IllegalArgumentException("truncation needs a positive factor or bound, got " + value);
        }
    }

    /**
     * {@return latents of the prior times a factor, as re-implementations draw them with 0.5 or 0.7}
     *
     * @param psi the factor
     */
    public static Truncation factor(double psi) {
        return new Truncation(Kind.FACTOR, psi);
    }

    /**
     * {@return coordinates within a bound, as the released code draws them with 1.5}
     *
     * @param sigmas the bound
     */
    public static Truncation bound(double sigmas) {
        return new Truncation(Kind.BOUND, sigmas);
    }

    /**
     * Draws latents.
     *
     * @param manager the owner of the result
     * @param space the generator's normal latents
     * @param seed the seed
     * @param count how many
     * @return {@code [count, d]} float32
     */
    public NDArray sample(NDManager manager, LatentSpace space, long seed, int count) {
        if (kind == Kind.BOUND) {
            return new LatentSpace(space.dimension(), Prior.NORMAL, OptionalDouble.of(value))
                    .sample(manager, seed, count);
        }
        return space.sample(manager, seed, count).mul(value);
    }
}
