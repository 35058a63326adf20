package io.interp.partition.metric;

import java.util.Locale;

/**
 * How local changes of images are: the mean squared change outside a mask over the one inside; 0 for a change that stays
 * inside, 1 for one that is spread evenly.
 *
 * <p>The paper does not say how it averages over pairs, so both ways are given. Pairs that change nothing inside have no
 * ratio and are counted instead.
 *
 * @param pairs the number of pairs the numbers are of
 * @param meanRatio the mean over pairs of out / in; NaN if there is no pair
 * @param standardError the standard error of that mean; NaN below two pairs
 * @param pooledRatio the mean over pairs of out, over the mean over pairs of in; NaN if there is no pair
 * @param inside the mean over pairs of the mean squared change inside, for images in [-1, 1]; NaN if there is no pair
 * @param outside the same outside
 * @param unchanged the number of pairs left out because they change less than {@link LocalityMeter#LEAST_CHANGE} inside
 * @param unmasked the number of pairs left out because their mask covers nothing or everything
 */
public record Locality(
        int pairs,
        double meanRatio,
        double standardError,
        double pooledRatio,
        double inside,
        double outside,
        int unchanged,
        int unmasked) {

    /** {@return the two ratios and the numbers of pairs, in one line} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "locality %.4f +- %.4f (pooled %.4f) over %d pairs, %d unchanged, %d without a mask",
                meanRatio,
                standardError,
                pooledRatio,
                pairs,
                unchanged,
                unmasked);
    }
}
