package io.interp.dissect;

/**
 * How a unit above a threshold and a class go together, from counts of positions over all images: Bau et al. 2019,
 * equation 2 and section 3.1. Ratios whose denominator is 0 are 0.
 *
 * @param both where the unit was on and the class was there
 * @param unit where the unit was on
 * @param classArea where the class was
 * @param total all positions
 */
public record Association(long both, long unit, long classArea, long total) {

    /**
     * Validates the counts.
     *
     * @throws IllegalArgumentException if one is negative or they contradict each other
     */
    public Association {
        boolean fits = both >= 0 && both <= unit && both <= classArea && unit <= total && classArea <= total;
        if (!fits || unit + classArea - both > total) {
            throw new IllegalArgumentException("counts contradict each other: both " + both + ", unit " + unit
                    + ", class " + classArea + " of " + total);
        }
    }

    /** {@return the intersection over union, in [0, 1]} */
    public double iou() {
        return ratio(both, unit + classArea - both);
    }

    /**
     * {@return the information quality ratio I / H, mutual information over joint entropy of the two masks, in [0, 1]
     * (Wijaya et al. 2017)}
     */
    public double iqr() {
        double joint = term(both) + term(unit - both) + term(classArea - both) + term(total - unit - classArea + both);
        double single = term(unit) + term(total - unit) + term(classArea) + term(total - classArea);
        return joint == 0 ? 0 : Math.min(1, Math.max(0, (single - joint) / joint));
    }

    private double term(long count) {
        double share = ratio(count, total);
        return share == 0 ? 0 : -share * Math.log(share);
    }

    /** {@return the share of positions where both are on or both are off, in [0, 1]} */
    public double agreement() {
        return ratio(total - unit - classArea + 2 * both, total);
    }

    /** {@return the intersection over union of a unit and a class of these areas that know nothing of each other} */
    public double chance() {
        double f = ratio(unit, total);
        double p = ratio(classArea, total);
        double union = f + p - f * p;
        return union == 0 ? 0 : f * p / union;
    }

    /** {@return the intersection over union in multiples of chance; 1 for two that know nothing of each other} */
    public double lift() {
        double chance = chance();
        return chance == 0 ? 0 : iou() / chance;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
