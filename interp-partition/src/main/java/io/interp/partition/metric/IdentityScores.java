package io.interp.partition.metric;

import java.util.Arrays;

/** Distances between faces after a swap and the two faces it was made of. Immutable. */
public final class IdentityScores {

    private final double[] toSource;
    private final double[] toTarget;
    private final double[] between;

    IdentityScores(double[] toSource, double[] toTarget, double[] between) {
        this.toSource = toSource;
        this.toTarget = toTarget;
        this.between = between;
    }

    /** {@return the number of pairs} */
    public int pairs() {
        return toSource.length;
    }

    /** {@return a copy of the distance of each result to its source} */
    public double[] toSource() {
        return toSource.clone();
    }

    /** {@return a copy of the distance of each result to its target} */
    public double[] toTarget() {
        return toTarget.clone();
    }

    /** {@return a copy of the distance of each source to its target, before the swap} */
    public double[] between() {
        return between.clone();
    }

    /** {@return the mean distance of results to their sources} */
    public double meanToSource() {
        return Arrays.stream(toSource).average().orElse(Double.NaN);
    }

    /** {@return the mean distance of results to their targets} */
    public double meanToTarget() {
        return Arrays.stream(toTarget).average().orElse(Double.NaN);
    }

    /**
     * {@return the share of results that count as the same person as their source, in [0, 1]}
     *
     * @param threshold the distance below which two faces are of one person, as the embedder's makers state it
     */
    public double rate(double threshold) {
        return share(toSource, threshold);
    }

    /**
     * {@return the share of sources and targets that count as the same person before any swap: what a swap that does
     * nothing would reach}
     *
     * @param threshold the distance below which two faces are of one person
     */
    public double rateWithoutSwap(double threshold) {
        return share(between, threshold);
    }

    /** {@return the share of results that are nearer to their source than to their target, which needs no threshold} */
    public double nearerToSource() {
        int nearer = 0;
        for (int i = 0; i < toSource.length; i++) {
            nearer += toSource[i] < toTarget[i] ? 1 : 0;
        }
        return (double) nearer / toSource.length;
    }

    private static double share(double[] distances, double threshold) {
        return (double) Arrays.stream(distances).filter(d -> d < threshold).count() / distances.length;
    }
}
