package io.interp.sefa.attribute;

/**
 * Settings of a boundary.
 *
 * @param share the share of codes with the highest scores that stand for the attribute, and of the lowest that stand
 *     against it; above 0 and at most 0.5
 * @param training the share of those that the boundary is learned from; the rest tests it; between 0 and 1
 * @param penalty the cost C of a code on the wrong side, above 0; larger fits closer
 * @param seed decides which codes are learned from
 */
public record BoundaryOptions(double share, double training, double penalty, long seed) {

    /** The published shares: the first and last 2 %, 70 % of them to learn from. */
    public static final BoundaryOptions PAPER = new BoundaryOptions(0.02, 0.7, 1, 0);

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public BoundaryOptions {
        boolean sound = share > 0 && share <= 0.5 && training > 0 && training < 1 && penalty > 0;
        if (!sound || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("a boundary needs a share in (0, 0.5], a training share in (0, 1) and a"
                    + " positive penalty, got " + share + ", " + training + " and " + penalty);
        }
    }

    /**
     * {@return the same with another share}
     *
     * @param ends the share of codes taken from either end of the scores
     */
    public BoundaryOptions share(double ends) {
        return new BoundaryOptions(ends, training, penalty, seed);
    }
}
