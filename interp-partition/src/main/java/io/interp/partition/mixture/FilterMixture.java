package io.interp.partition.mixture;

import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * A fitted mixture: C groups, each with a weight, a center map and a variance, and the group of every filter.
 *
 * <p>Centers and variances are in the units of the features that were grouped, so divided by each filter's root mean
 * square under {@link Normalisation#FILTER_RMS}. Immutable, no native memory.
 */
public final class FilterMixture {

    /** The group of a filter that was inactive and so belongs to none. */
    public static final int INACTIVE = -1;

    private final int filters;
    private final int groups;
    private final int positions;
    private final double[] weights; // [C]
    private final double[] centers; // [C, K]
    private final double[] variances; // [C]
    private final double[] posteriors; // [M, C], rows of inactive filters all zero
    private final int[] assigned; // [M]
    private final int[] sizes; // [C]
    private final double logLikelihood;
    private final double[] history;
    private final int iterations;
    private final int reseeds;
    private final boolean converged;

    private FilterMixture(
            int positions,
            double[] weights,
            double[] centers,
            double[] variances,
            double[] posteriors,
            double logLikelihood,
            double[] history,
            int iterations,
            int reseeds,
            boolean converged) {
        this.positions = positions;
        this.weights = weights;
        this.centers = centers;
        this.variances = variances;
        this.posteriors = posteriors;
        this.logLikelihood = logLikelihood;
        this.history = history;
        this.iterations = iterations;
        this.reseeds = reseeds;
        this.converged = converged;
        groups = weights.length;
        filters = posteriors.length / groups;
        assigned = new int[filters];
        sizes = new int[groups];
        for (int j = 0; j < filters; j++) {
            int best = INACTIVE;
            for (int c = 0; c < groups; c++) {
                double p = posteriors[j * groups + c];
                if (p > 0 && (best < 0 || p > posteriors[j * groups + best])) {
                    best = c;
                }
            }
            assigned[j] = best;
            if (best >= 0) {
                sizes[best]++;
            }
        }
    }

    /** The result of a finished run over {@code filters} filters. */
    static FilterMixture of(MixtureRun run, int filters) {
        double[] posteriors = new double[filters * run.groups];
        for (int a = 0; a < run.maps.size; a++) {
            for (int c = 0; c < run.groups; c++) {
                posteriors[run.maps.filter[a] * run.groups + c] = run.posterior[c * run.maps.size + a];
            }
        }
        return new FilterMixture(
                run.maps.positions,
                run.weight.clone(),
                run.center.clone(),
                run.variance.clone(),
                posteriors,
                run.logLikelihood,
                run.history.clone(),
                run.iterations,
                run.reseeds,
                run.converged);
    }

    /**
     * Reads a saved mixture.
     *
     * @param state what {@link #state()} gave
     * @return the same mixture
     * @throws IllegalArgumentException if an array is missing, shapes do not fit each other, or a value is out of range
     */
    public static FilterMixture fromState(Map<String, HostArray> state) {
        double[] weights =
                SavedArrays.get(state, "weights", DataType.FLOAT64, 1).toDoubles();
        double[] variances =
                SavedArrays.get(state, "variances", DataType.FLOAT64, 1).toDoubles();
        HostArray centers = SavedArrays.get(state, "centers", DataType.FLOAT64, 2);
        HostArray posteriors = SavedArrays.get(state, "posteriors", DataType.FLOAT64, 2);
        double[] history =
                SavedArrays.get(state, "history", DataType.FLOAT64, 1).toDoubles();
        double[] fit =
                SavedArrays.get(state, "logLikelihood", DataType.FLOAT64, 1).toDoubles();
        double[] counts = SavedArrays.get(state, "counts", DataType.INT64, 1).toDoubles();
        int groups = weights.length;
        if (groups < 1
                || variances.length != groups
                || centers.shape()[0] != groups
                || centers.shape()[1] < 1
                || posteriors.shape()[1] != groups
                || fit.length != 1
                || counts.length != 3) {
            throw new IllegalArgumentException("saved mixture arrays do not fit each other: weights [" + groups
                    + "], variances [" + variances.length + "], centers " + centers + ", posteriors " + posteriors
                    + ", logLikelihood [" + fit.length + "], counts [" + counts.length + "]");
        }
        if (!Arrays.stream(weights).allMatch(w -> w >= 0 && w <= 1)
                || !Arrays.stream(variances).allMatch(v -> v > 0 && Double.isFinite(v))
                || !Arrays.stream(centers.toDoubles()).allMatch(Double::isFinite)
                || !Arrays.stream(posteriors.toDoubles()).allMatch(p -> p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(
                    "saved mixture has weights or posteriors outside [0, 1], variances not above 0, or centers that"
                            + " are not finite");
        }
        return new FilterMixture(
                (int) centers.shape()[1],
                weights,
                centers.toDoubles(),
                variances,
                posteriors.toDoubles(),
                fit[0],
                history,
                (int) counts[0],
                (int) counts[1],
                counts[2] != 0);
    }

    /** {@return the number M of filters, inactive ones included} */
    public int filters() {
        return filters;
    }

    /** {@return the number C of groups, empty ones included} */
    public int groups() {
        return groups;
    }

    /** {@return the number K of positions of a map} */
    public int positions() {
        return positions;
    }

    /** {@return the natural logarithm of the likelihood of all maps of all active filters} */
    public double logLikelihood() {
        return logLikelihood;
    }

    /**
     * {@return what the fit climbed, before the first and after each iteration: the log-likelihood, plus, where counts
     * are smoothed by alpha, {@code alpha} times the sum of the logarithms of the weights}
     *
     * <p>It never falls. A new seed for an empty group is a jump, not a climb: values from before the last one are left
     * out.
     */
    public double[] history() {
        return history.clone();
    }

    /** {@return the number of iterations of the start that was kept} */
    public int iterations() {
        return iterations;
    }

    /** {@return how often the start that was kept seeded an empty group again} */
    public int reseeds() {
        return reseeds;
    }

    /** {@return whether the gain fell below the tolerance before the iterations ran out} */
    public boolean isConverged() {
        return converged;
    }

    /**
     * {@return the weight of a group, its share of the filters; weights sum to 1}
     *
     * @param group its label, from 0 to C-1
     */
    public double weight(int group) {
        return weights[group];
    }

    /**
     * {@return a copy of the center of a group, the mean of its filters' mean maps, {@code [K]}}
     *
     * @param group its label, from 0 to C-1
     */
    public double[] center(int group) {
        return Arrays.copyOfRange(centers, group * positions, (group + 1) * positions);
    }

    /** {@return a copy of all centers, {@code [C, K]} row-major} */
    public double[] centers() {
        return centers.clone();
    }

    /**
     * {@return the variance of a group, per position}
     *
     * @param group its label, from 0 to C-1
     */
    public double variance(int group) {
        return variances[group];
    }

    /**
     * {@return the chance of each group for a filter, {@code [C]}, summing to 1; all zero for an inactive filter}
     *
     * @param filter its number, from 0 to M-1
     */
    public double[] posterior(int filter) {
        return Arrays.copyOfRange(posteriors, filter * groups, (filter + 1) * groups);
    }

    /**
     * {@return the most probable group of a filter, or {@link #INACTIVE}}
     *
     * @param filter its number, from 0 to M-1
     */
    public int group(int filter) {
        return assigned[filter];
    }

    /** {@return a copy of the most probable group of every filter, {@code [M]}, {@link #INACTIVE} where there is none} */
    public int[] assignment() {
        return assigned.clone();
    }

    /**
     * {@return the number of filters of a group}
     *
     * @param group its label, from 0 to C-1
     */
    public int size(int group) {
        return sizes[group];
    }

    /** {@return a copy of the number of filters of every group, {@code [C]}} */
    public int[] sizes() {
        return sizes.clone();
    }

    /** {@return the number of groups that have at least one filter} */
    public int groupsAlive() {
        return (int) Arrays.stream(sizes).filter(s -> s > 0).count();
    }

    /**
     * Gives the groups other labels.
     *
     * @param labels the new label of each group, {@code [C]}: each of 0 to C-1 once
     * @return the same mixture under those labels
     * @throws IllegalArgumentException if the labels are not a permutation
     */
    public FilterMixture permuted(int[] labels) {
        boolean[] seen = new boolean[groups];
        if (labels.length != groups) {
            throw new IllegalArgumentException(
                    "a mixture of " + groups + " groups needs " + groups + " labels, got " + Arrays.toString(labels));
        }
        for (int label : labels) {
            if (label < 0 || label >= groups || seen[label]) {
                throw new IllegalArgumentException(
                        "labels should be each of 0 to " + (groups - 1) + " once, got " + Arrays.toString(labels));
            }
            seen[label] = true;
        }
        double[] newWeights = new double[groups];
        double[] newVariances = new double[groups];
        double[] newCenters = new double[centers.length];
        double[] newPosteriors = new double[posteriors.length];
        for (int c = 0; c < groups; c++) {
            newWeights[labels[c]] = weights[c];
            newVariances[labels[c]] = variances[c];
            System.arraycopy(centers, c * positions, newCenters, labels[c] * positions, positions);
            for (int j = 0; j < filters; j++) {
                newPosteriors[j * groups + labels[c]] = posteriors[j * groups + c];
            }
        }
        return new FilterMixture(
                positions,
                newWeights,
                newCenters,
                newVariances,
                newPosteriors,
                logLikelihood,
                history,
                iterations,
                reseeds,
                converged);
    }

    /**
     * {@return everything, exactly, as named arrays: {@code weights [C]}, {@code centers [C, K]}, {@code variances [C]},
     * {@code posteriors [M, C]}, {@code history}, {@code logLikelihood [1]} float64, and {@code counts [3]} int64 with
     * iterations, new seeds and whether the fit converged}
     */
    public Map<String, HostArray> state() {
        return Map.of(
                "weights", HostArray.of(weights, groups),
                "centers", HostArray.of(centers, groups, positions),
                "variances", HostArray.of(variances, groups),
                "posteriors", HostArray.of(posteriors, filters, groups),
                "history", HostArray.of(history, history.length),
                "logLikelihood", HostArray.of(new double[] {logLikelihood}, 1),
                "counts", HostArray.of(new long[] {iterations, reseeds, converged ? 1 : 0}, 3));
    }

    /** {@return a table of the groups: filters, weight and standard deviation} */
    @Override
    public String toString() {
        int inactive = filters - Arrays.stream(sizes).sum();
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%d filters (%d inactive) in %d groups, log-likelihood %.6g%n%5s %8s %8s %10s",
                filters,
                inactive,
                groups,
                logLikelihood,
                "group",
                "filters",
                "weight",
                "deviation"));
        for (int c = 0; c < groups; c++) {
            table.append(String.format(
                    Locale.ROOT, "%n%5d %8d %8.4f %10.4g", c, sizes[c], weights[c], Math.sqrt(variances[c])));
        }
        return table.toString();
    }

    /** The centers without a copy, for the next fit; not to be written. */
    double[] sharedCenters() {
        return centers;
    }
}
