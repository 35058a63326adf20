package io.interp.partition.energy;

/**
 * The weights of the losses, named as in the paper.
 *
 * @param lambda0 the weight of the whole interpretability loss beside the GAN loss
 * @param lambda1 how much W of filters and foreign groups is pushed down, relative to how much W of filters and their
 *     own group is pushed up. Groups of like size may share a pixel without loss while there are fewer than 1 +
 *     1/lambda1 of them
 * @param lambda2W the weight of realism in the update of W
 * @param lambda2G the weight of realism in the update of the generator
 * @param lambda3 the weight of the push on W by update
 */
public record LossWeights(double lambda0, double lambda1, double lambda2W, double lambda2G, ExponentialDecay lambda3) {

    /** The paper's: 1, 2/3, 1, 0.05 (its StyleGAN; 0.1 for its BigGAN), 3e-2 falling to 3e-6 over 10 updates of W. */
    public static final LossWeights PAPER = new LossWeights(1, 2.0 / 3, 1, 0.05, new ExponentialDecay(3e-2, 3e-6, 10));

    /**
     * Validates the weights.
     *
     * @throws IllegalArgumentException if a weight is negative or not finite, or lambda3 is null
     */
    public LossWeights {
        require("lambda0", lambda0);
        require("lambda1", lambda1);
        require("lambda2W", lambda2W);
        require("lambda2G", lambda2G);
        if (lambda3 == null) {
            throw new IllegalArgumentException("loss weight lambda3 should be a decay, got null");
        }
    }

    /**
     * {@return the same weights with another lambda0}
     *
     * @param value the weight of the whole loss
     */
    public LossWeights withLambda0(double value) {
        return new LossWeights(value, lambda1, lambda2W, lambda2G, lambda3);
    }

    /**
     * {@return the same weights with another lambda1}
     *
     * @param value the push on foreign groups
     */
    public LossWeights withLambda1(double value) {
        return new LossWeights(lambda0, value, lambda2W, lambda2G, lambda3);
    }

    /**
     * {@return the same weights with another lambda2 for W}
     *
     * @param value the weight of realism in the update of W
     */
    public LossWeights withLambda2W(double value) {
        return new LossWeights(lambda0, lambda1, value, lambda2G, lambda3);
    }

    /**
     * {@return the same weights with another lambda2 for the generator}
     *
     * @param value the weight of realism in the update of the generator
     */
    public LossWeights withLambda2G(double value) {
        return new LossWeights(lambda0, lambda1, lambda2W, value, lambda3);
    }

    /**
     * {@return the same weights with another lambda3}
     *
     * @param value the weight of the push on W by update
     */
    public LossWeights withLambda3(ExponentialDecay value) {
        return new LossWeights(lambda0, lambda1, lambda2W, lambda2G, value);
    }

    private static void require(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "loss weight " + name + " should be finite and at least 0, got " + value);
        }
    }
}
