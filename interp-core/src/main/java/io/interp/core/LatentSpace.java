package io.interp.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.TensorOps;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/**
 * The space of a generator's input: its dimension and the prior its points are drawn from.
 *
 * <p>Draws are prefix-stable: latent i of a seed is the same whatever the number of latents asked for, and on every
 * device.
 *
 * @param dimension the number of coordinates d of a latent
 * @param prior the distribution of each coordinate
 * @param truncation for {@link Prior#NORMAL}, coordinates beyond this absolute value are drawn again; empty for none
 */
public record LatentSpace(int dimension, Prior prior, OptionalDouble truncation) {

    private static final long LATENTS = 0x6c61;

    /**
     * Validates the space.
     *
     * @throws IllegalArgumentException if the dimension is below 1, or truncation is not positive or given for a
     *     uniform prior
     */
    public LatentSpace {
        if (dimension < 1) {
            throw new IllegalArgumentException("a latent space needs at least 1 dimension, got " + dimension);
        }
        if (truncation.isPresent() && (prior != Prior.NORMAL || !(truncation.getAsDouble() > 0))) {
            throw new IllegalArgumentException("truncation must be a positive bound on a normal prior, got "
                    + truncation.getAsDouble() + " on a " + prior.name().toLowerCase(Locale.ROOT) + " prior");
        }
    }

    /**
     * {@return a space with the standard normal prior}
     *
     * @param dimension the number of coordinates
     */
    public static LatentSpace normal(int dimension) {
        return new LatentSpace(dimension, Prior.NORMAL, OptionalDouble.empty());
    }

    /**
     * {@return a space with the uniform prior on [-1, 1]}
     *
     * @param dimension the number of coordinates
     */
    public static LatentSpace uniform(int dimension) {
        return new LatentSpace(dimension, Prior.UNIFORM, OptionalDouble.empty());
    }

    /**
     * Draws the first latents of a seed.
     *
     * @param manager the owner of the result
     * @param seed the seed
     * @param count how many
     * @return {@code [count, d]} float32
     */
    public NDArray sample(NDManager manager, long seed, int count) {
        return sample(manager, seed, 0, count);
    }

    /**
     * Draws consecutive latents of a seed.
     *
     * @param manager the owner of the result
     * @param seed the seed
     * @param from the index of the first latent
     * @param count how many
     * @return {@code [count, d]} float32: rows from to from + count - 1 of the seed's endless list
     * @throws IllegalArgumentException if from or count is negative
     */
    public NDArray sample(NDManager manager, long seed, long from, int count) {
        if (from < 0 || count < 0) {
            throw new IllegalArgumentException(
                    "latents need a start and a count of at least 0, got " + from + " and " + count);
        }
        float[] values = new float[Math.multiplyExact(count, dimension)];
        for (int i = 0; i < count; i++) {
            RandomGenerator random = Draws.stream(seed, LATENTS, from + i);
            for (int j = 0; j < dimension; j++) {
                values[i * dimension + j] = (float) coordinate(random);
            }
        }
        return manager.create(values, new Shape(count, dimension));
    }

    private double coordinate(RandomGenerator random) {
        if (prior == Prior.UNIFORM) {
            return random.nextDouble(-1, 1);
        }
        double value = random.nextGaussian();
        while (truncation.isPresent() && Math.abs(value) > truncation.getAsDouble()) {
            value = random.nextGaussian();
        }
        return value;
    }

    /**
     * The gradient of the prior's log-density, which Langevin chains add to the model's: -z for a normal prior and 0
     * inside the box of a uniform one.
     *
     * @param latents {@code [N, d]}
     * @return {@code [N, d]}, owned by the latents' manager
     */
    public NDArray score(NDArray latents) {
        return prior == Prior.NORMAL ? latents.neg() : latents.zerosLike();
    }

    /**
     * Brings latents that a step has moved back into the prior's support: the walls of a uniform box and the bounds of a
     * truncated normal reflect, anything else stays.
     *
     * @param latents {@code [N, d]}
     * @return {@code [N, d]}, owned by the latents' manager
     */
    public NDArray reflect(NDArray latents) {
        double bound = prior == Prior.UNIFORM ? 1 : truncation.orElse(Double.POSITIVE_INFINITY);
        if (Double.isInfinite(bound)) {
            return latents;
        }
        // A triangle wave of period 4 * bound, which is the identity on [-bound, bound].
        NDArray shifted = TensorOps.scale(latents.add(bound), 1 / (4 * bound));
        NDArray phase = TensorOps.scale(shifted.sub(shifted.floor()), 4 * bound); // in [0, 4 bound)
        return phase.sub(2 * bound).abs().neg().add(bound);
    }

    /**
     * Checks that an array holds latents of this space.
     *
     * @param latents the array to check
     * @return the same array
     * @throws IllegalArgumentException if it is not {@code [N, d]}
     */
    public NDArray check(NDArray latents) {
        Shape shape = latents.getShape();
        if (shape.dimension() != 2 || shape.get(1) != dimension) {
            throw new IllegalArgumentException("latents must be [N, " + dimension + "], got " + shape);
        }
        return latents;
    }
}
