package io.interp.partition.energy;

/**
 * Settings of Langevin chains over latents.
 *
 * @param steps the number of steps; 0 leaves latents where they are
 * @param stepSize delta: the noise of a step has this standard deviation and the drift is multiplied by delta^2 / 2
 * @param sigma the standard deviation of the prior term, 1 for the prior the generator was trained with
 * @param driftClip whether the drift move of a latent is kept no longer than the expected length of the noise move,
 *     delta * sqrt(d)
 */
public record LangevinOptions(int steps, double stepSize, double sigma, boolean driftClip) {

    /** The defaults: 10 steps of size 0.1, sigma 1, drift clipped. */
    public static final LangevinOptions DEFAULT = new LangevinOptions(10, 0.1, 1, true);

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if steps is negative, or step size or sigma is not positive and finite
     */
    public LangevinOptions {
        if (steps < 0) {
            throw new IllegalArgumentException("Langevin chains take at least 0 steps, got " + steps);
        }
        if (!(stepSize > 0 && stepSize < Double.POSITIVE_INFINITY && sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Langevin chains need a positive finite step size and sigma, got " + stepSize + " and " + sigma);
        }
    }

    /**
     * {@return the same settings with another number of steps}
     *
     * @param number the number of steps
     */
    public LangevinOptions withSteps(int number) {
        return new LangevinOptions(number, stepSize, sigma, driftClip);
    }

    /**
     * {@return the same settings with another step size}
     *
     * @param delta the step size
     */
    public LangevinOptions withStepSize(double delta) {
        return new LangevinOptions(steps, delta, sigma, driftClip);
    }

    /**
     * {@return the same settings with another standard deviation of the prior term}
     *
     * @param deviation the standard deviation
     */
    public LangevinOptions withSigma(double deviation) {
        return new LangevinOptions(steps, stepSize, deviation, driftClip);
    }

    /**
     * {@return the same settings with the drift clipped or not}
     *
     * @param clip whether to clip
     */
    public LangevinOptions withDriftClip(boolean clip) {
        return new LangevinOptions(steps, stepSize, sigma, clip);
    }
}
