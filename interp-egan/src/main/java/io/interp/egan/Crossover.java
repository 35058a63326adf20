package io.interp.egan;

/**
 * Crossing two children by distillation: for each latent the better of the two parents' images is kept, and a copy of the
 * fitter parent, with its optimiser's moments, takes one step towards the kept images. Pairs are taken in the order of
 * their summed fitness.
 *
 * <p>E-GAN has no crossover; this one is IE-GAN's.
 *
 * <h2>Reference</h2>
 *
 * Li, Zhang, Hu and Zhang, "IE-GAN: An Improved Evolutionary Generative Adversarial Network Using a New Fitness Function
 * and a Generic Crossover Operator", 2021 (arXiv 2109.11078), and its code.
 *
 * @param children how many pairs are crossed in each generation; fewer if there are not so many pairs
 * @param diversityWeight what an image's mean difference to others counts beside its logit when the better one is chosen
 */
public record Crossover(int children, double diversityWeight) {

    /** What stands for a mutation's label at children of a crossover. */
    public static final String LABEL = "crossover";

    /** One child a generation and a weight of 0.001, as in the code of IE-GAN. */
    public static final Crossover IE_GAN = new Crossover(1, 0.001);

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if there is no child or the weight is negative or not finite
     */
    public Crossover {
        if (children < 1) {
            throw new IllegalArgumentException("a crossover needs at least 1 child, got " + children);
        }
        if (!(diversityWeight >= 0) || Double.isInfinite(diversityWeight)) {
            throw new IllegalArgumentException("the weight of diversity must be at least 0, got " + diversityWeight);
        }
    }
}
