package io.interp.core.train;

/**
 * Settings of {@link Adam}.
 *
 * @param learningRate the step size
 * @param beta1 the decay of the mean of gradients
 * @param beta2 the decay of the mean of squared gradients
 * @param epsilon what keeps the denominator from zero
 */
public record AdamOptions(double learningRate, double beta1, double beta2, double epsilon) {

    /** The defaults of DCGAN: 2e-4, 0.5, 0.999, 1e-8. */
    public static final AdamOptions DCGAN = new AdamOptions(2e-4, 0.5, 0.999, 1e-8);

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public AdamOptions {
        if (!(learningRate >= 0) || !(epsilon > 0) || !(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("Adam needs a learning rate of at least 0, betas in [0, 1) and a"
                    + " positive epsilon, got " + learningRate + ", " + beta1 + ", " + beta2 + ", " + epsilon);
        }
    }

    /**
     * {@return the same settings with another step size}
     *
     * @param rate the step size
     */
    public AdamOptions withLearningRate(double rate) {
        return new AdamOptions(rate, beta1, beta2, epsilon);
    }
}
