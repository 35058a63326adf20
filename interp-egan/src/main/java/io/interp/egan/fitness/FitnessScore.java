package io.interp.egan.fitness;

/**
 * The fitness of one child and what it is made of.
 *
 * @param quality how real the discriminator takes its images to be
 * @param diversity how varied its images are
 * @param fitness what selection looks at, larger is better; NaN if it could not be computed
 */
public record FitnessScore(double quality, double diversity, double fitness) {

    /** The score of a child that was not judged. */
    public static final FitnessScore NONE = new FitnessScore(Double.NaN, Double.NaN, Double.NaN);

    /**
     * {@return the sum of quality and weighted diversity}
     *
     * @param quality the first term
     * @param diversity the second term before its weight
     * @param weight its weight
     */
    public static FitnessScore weighted(double quality, double diversity, double weight) {
        return new FitnessScore(quality, diversity, quality + weight * diversity);
    }
}
