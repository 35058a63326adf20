package io.interp.partition.energy;

/**
 * How the energy is formed and trained. Values out of the ranges below throw {@link IllegalArgumentException}.
 *
 * @param losses the weights of the losses
 * @param learningRate the step size of W, at least 0
 * @param bound the largest absolute value of an entry of W, above 0; infinite for none. Where features never overlap
 *     nothing but this bound and the decay of lambda3 stops W
 * @param decay the share of W itself that is added to its gradient, at least 0
 * @param features what is done to the features' scale
 * @param detachCenter whether group means are constants when the energy is differentiated by features
 * @param energyScale a factor on the energy wherever it appears, above 0
 * @param clipNorm the largest norm of the generator's gradient, above 0; infinite for none
 * @param langevin the chains
 * @param chains where the chains start
 */
public record EnergyOptions(
        LossWeights losses,
        double learningRate,
        double bound,
        double decay,
        EnergyFeatures features,
        boolean detachCenter,
        double energyScale,
        double clipNorm,
        LangevinOptions langevin,
        ChainStart chains) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public EnergyOptions {
        require(losses != null, "losses", "set", "null");
        require(learningRate >= 0 && finite(learningRate), "learningRate", "finite and at least 0", learningRate);
        require(bound > 0, "bound", "above 0", bound);
        require(decay >= 0 && finite(decay), "decay", "finite and at least 0", decay);
        require(features != null, "features", "set", "null");
        require(energyScale > 0 && finite(energyScale), "energyScale", "finite and above 0", energyScale);
        require(clipNorm > 0, "clipNorm", "above 0", clipNorm);
        require(langevin != null, "langevin", "set", "null");
        require(chains != null, "chains", "set", "null");
    }

    /**
     * {@return the paper's constants and nothing it does not name: raw features, no bound on W, no clipping. What the
     * paper leaves open (the chains' step size and length) is as in {@link #robust()}}
     */
    public static EnergyOptions paper() {
        return new EnergyOptions(
                LossWeights.PAPER,
                10,
                Double.POSITIVE_INFINITY,
                0,
                EnergyFeatures.NONE,
                false,
                1,
                Double.POSITIVE_INFINITY,
                LangevinOptions.DEFAULT.withDriftClip(false),
                ChainStart.SAME_LATENTS);
    }

    /**
     * {@return the paper's constants with what keeps training sound: filters divided by their root mean square, W within
     * [-1, 1], the drift of chains and the generator's gradient (norm 1) clipped}
     */
    public static EnergyOptions robust() {
        return new EnergyOptions(
                LossWeights.PAPER,
                10,
                1,
                0,
                EnergyFeatures.FILTER_RMS,
                false,
                1,
                1,
                LangevinOptions.DEFAULT,
                ChainStart.SAME_LATENTS);
    }

    /**
     * {@return these options with other weights of the losses}
     *
     * @param value the weights
     */
    public EnergyOptions withLosses(LossWeights value) {
        return new EnergyOptions(
                value, learningRate, bound, decay, features, detachCenter, energyScale, clipNorm, langevin, chains);
    }

    /**
     * {@return these options with another step size of W}
     *
     * @param value the step size
     */
    public EnergyOptions withLearningRate(double value) {
        return new EnergyOptions(
                losses, value, bound, decay, features, detachCenter, energyScale, clipNorm, langevin, chains);
    }

    /**
     * {@return these options with another bound on W}
     *
     * @param value the largest absolute value, infinite for none
     */
    public EnergyOptions withBound(double value) {
        return new EnergyOptions(
                losses, learningRate, value, decay, features, detachCenter, energyScale, clipNorm, langevin, chains);
    }

    /**
     * {@return these options with another decay of W}
     *
     * @param value the share of W added to its gradient
     */
    public EnergyOptions withDecay(double value) {
        return new EnergyOptions(
                losses, learningRate, bound, value, features, detachCenter, energyScale, clipNorm, langevin, chains);
    }

    /**
     * {@return these options with another treatment of the features' scale}
     *
     * @param value the treatment
     */
    public EnergyOptions withFeatures(EnergyFeatures value) {
        return new EnergyOptions(
                losses, learningRate, bound, decay, value, detachCenter, energyScale, clipNorm, langevin, chains);
    }

    /**
     * {@return these options with group means held constant or not}
     *
     * @param value whether they are constants
     */
    public EnergyOptions withDetachCenter(boolean value) {
        return new EnergyOptions(
                losses, learningRate, bound, decay, features, value, energyScale, clipNorm, langevin, chains);
    }

    /**
     * {@return these options with another factor on the energy}
     *
     * @param value the factor
     */
    public EnergyOptions withEnergyScale(double value) {
        return new EnergyOptions(
                losses, learningRate, bound, decay, features, detachCenter, value, clipNorm, langevin, chains);
    }

    /**
     * {@return these options with another limit on the generator's gradient}
     *
     * @param value the largest norm, infinite for none
     */
    public EnergyOptions withClipNorm(double value) {
        return new EnergyOptions(
                losses, learningRate, bound, decay, features, detachCenter, energyScale, value, langevin, chains);
    }

    /**
     * {@return these options with other chains}
     *
     * @param value the chains
     */
    public EnergyOptions withLangevin(LangevinOptions value) {
        return new EnergyOptions(
                losses, learningRate, bound, decay, features, detachCenter, energyScale, clipNorm, value, chains);
    }

    /**
     * {@return these options with another start of the chains}
     *
     * @param value where they start
     */
    public EnergyOptions withChains(ChainStart value) {
        return new EnergyOptions(
                losses, learningRate, bound, decay, features, detachCenter, energyScale, clipNorm, langevin, value);
    }

    private static boolean finite(double value) {
        return value < Double.POSITIVE_INFINITY;
    }

    private static void require(boolean holds, String name, String expected, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("energy option " + name + " should be " + expected + ", got " + got);
        }
    }
}
