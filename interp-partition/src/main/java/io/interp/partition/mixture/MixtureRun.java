package io.interp.partition.mixture;

import java.util.Arrays;

/**
 * One run of expectation-maximization from one start, on the active filters only.
 *
 * <p>Arrays are laid out {@code [C, A]}, group by group. A center is kept as the share each filter has in it. Posteriors
 * are nearly always exactly 0 or 1, because their log-odds grow with images times positions, so steps skip zeros and
 * cost about A * A instead of A * C * K.
 */
final class MixtureRun {

    private static final int STEPS_PER_TEMPERATURE = 2;
    private static final double EMPTY_BELOW = 0.5;
    private static final double SINGLE_BELOW = 1.5;

    final CenteredMaps maps;
    final int groups;
    final double[] posterior; // [C, A]
    final double[] weight; // [C]
    final double[] variance; // [C]
    final double[] center; // [C, K], filled by finish()
    double logLikelihood;
    double[] history = new double[0];
    int iterations;
    int reseeds;
    boolean converged;

    private final MixtureOptions options;
    private final double floor;
    private final double[] mass; // [C]
    private final double[] share; // [C, A]
    private final double[] distance; // [C, A] mean over images of |f_i - mu_c|^2
    private final double[] fit; // [A] log-likelihood of each filter
    private final boolean[] held; // [C] center still that of the earlier mixture
    private final boolean[] again; // [C] was put on a filter before

    MixtureRun(CenteredMaps maps, MixtureOptions options) {
        this.maps = maps;
        this.options = options;
        groups = options.groups();
        posterior = new double[groups * maps.size];
        share = new double[groups * maps.size];
        distance = new double[groups * maps.size];
        fit = new double[maps.size];
        mass = new double[groups];
        weight = new double[groups];
        variance = new double[groups];
        center = new double[groups * maps.positions];
        held = new boolean[groups];
        again = new boolean[groups];
        // Maps that are all alike have no variance at all; their own size then keeps logarithms finite.
        floor = Math.max(options.varianceFloor() * maps.variance, 1e-18 * maps.largestSquare);
    }

    /** Starts with centers on the given filters. */
    void start(int[] seeds) {
        for (int c = 0; c < groups; c++) {
            centerOn(seeds[c], c);
            variance[c] = Math.max(maps.variance, floor);
            weight[c] = 1.0 / groups;
        }
    }

    /** Starts where an earlier mixture ended. */
    void start(FilterMixture previous) {
        double[] centers = previous.sharedCenters();
        System.arraycopy(centers, 0, center, 0, centers.length);
        for (int c = 0; c < groups; c++) {
            held[c] = true;
            weight[c] = previous.weight(c);
            variance[c] = Math.max(previous.variance(c), floor);
            for (int a = 0; a < maps.size; a++) {
                distance[c * maps.size + a] = maps.within[a] + maps.squaredDistance(a, centers, c * maps.positions);
            }
        }
    }

    /** Runs with few images counted at first, twice as many in each round, up to all of them. */
    void anneal() {
        for (double images = 1.0 / maps.positions; images < maps.images; images *= 2) {
            for (int step = 0; step < STEPS_PER_TEMPERATURE; step++) {
                expect(images);
                maximize();
            }
        }
    }

    /** Climbs to the next peak of the likelihood, all images counted. */
    void climb() {
        expect((double) maps.images);
        double[] trace = new double[options.maxIterations() + 1];
        int steps = 0;
        trace[0] = objective();
        while (iterations < options.maxIterations()) {
            maximize();
            boolean jumped = reseed();
            expect((double) maps.images);
            iterations++;
            steps = jumped ? 0 : steps + 1;
            trace[steps] = objective();
            if (!jumped && trace[steps] - trace[steps - 1] < options.tolerance() * Math.abs(trace[steps])) {
                converged = true;
                break;
            }
        }
        history = Arrays.copyOf(trace, steps + 1);
    }

    /** Writes the centers as maps. */
    void finish() {
        for (int c = 0; c < groups; c++) {
            if (!held[c]) {
                maps.mix(share, c * maps.size, center, c * maps.positions);
            }
        }
    }

    /** What the two steps climb: the log-likelihood and, where counts are smoothed, the log prior of the weights. */
    private double objective() {
        double prior = 0;
        if (options.smoothing() > 0) {
            for (double w : weight) {
                prior += options.smoothing() * Math.log(w);
            }
        }
        return logLikelihood + prior;
    }

    /** Posteriors and log-likelihood of the present parameters, by log-sum-exp. */
    private void expect(double images) {
        int n = maps.size;
        double dimension = images * maps.positions;
        double[] constant = new double[groups];
        double[] scale = new double[groups];
        for (int c = 0; c < groups; c++) {
            constant[c] = Math.log(weight[c]) - 0.5 * dimension * Math.log(2 * Math.PI * variance[c]);
            scale[c] = 0.5 * images / variance[c];
        }
        logLikelihood = 0;
        for (int a = 0; a < n; a++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < groups; c++) {
                double log = constant[c] - scale[c] * distance[c * n + a];
                posterior[c * n + a] = log;
                largest = Math.max(largest, log);
            }
            double sum = 0;
            for (int c = 0; c < groups; c++) {
                double ratio = Math.exp(posterior[c * n + a] - largest);
                posterior[c * n + a] = ratio;
                sum += ratio;
            }
            for (int c = 0; c < groups; c++) {
                posterior[c * n + a] /= sum;
            }
            fit[a] = largest + Math.log(sum);
            logLikelihood += fit[a];
        }
    }

    /** Weights, centers and variances that suit the posteriors best; a group without mass keeps center and variance. */
    private void maximize() {
        int n = maps.size;
        for (int c = 0; c < groups; c++) {
            mass[c] = 0;
            for (int a = 0; a < n; a++) {
                mass[c] += posterior[c * n + a];
            }
            weight[c] = (mass[c] + options.smoothing()) / (n + options.smoothing() * groups);
            if (mass[c] > 0) {
                for (int a = 0; a < n; a++) {
                    share[c * n + a] = posterior[c * n + a] / mass[c];
                }
                held[c] = false;
                measure(c);
                double spread = 0;
                for (int a = 0; a < n; a++) {
                    spread += share[c * n + a] * distance[c * n + a];
                }
                variance[c] = Math.max(spread / maps.positions, floor);
            }
        }
    }

    /** Distances of all filters from a center given by shares. */
    private void measure(int c) {
        int n = maps.size;
        double[] product = new double[n]; // x_a . mu_c
        for (int b = 0; b < n; b++) {
            double part = share[c * n + b];
            if (part != 0) {
                for (int a = 0; a < n; a++) {
                    product[a] += part * maps.gram[b * n + a];
                }
            }
        }
        double norm = 0;
        for (int a = 0; a < n; a++) {
            norm += share[c * n + a] * product[a];
        }
        for (int a = 0; a < n; a++) {
            double between = maps.gram[a * n + a] - 2 * product[a] + norm;
            distance[c * n + a] = maps.within[a] + Math.max(0, between);
        }
    }

    private void centerOn(int seed, int c) {
        int n = maps.size;
        Arrays.fill(share, c * n, (c + 1) * n, 0);
        share[c * n + seed] = 1;
        held[c] = false;
        for (int a = 0; a < n; a++) {
            distance[c * n + a] = maps.within[a] + maps.squaredDistance(a, seed);
        }
    }

    /**
     * Puts empty groups on the filters that fit worst and are not alone in their group; says whether it did. With the
     * pooled variance a new group can win further filters; one that lost even its own gets that filter's own variance,
     * under which no other group can explain it better.
     */
    private boolean reseed() {
        double pooled = 0;
        for (int c = 0; c < groups; c++) {
            pooled += mass[c] * variance[c] / maps.size;
        }
        boolean[] used = new boolean[maps.size];
        boolean any = false;
        for (int c = 0; c < groups && reseeds < options.reseeds(); c++) {
            int worst = mass[c] < EMPTY_BELOW ? worst(used) : -1;
            if (worst >= 0) {
                used[worst] = true;
                centerOn(worst, c);
                variance[c] = Math.max(again[c] ? maps.within[worst] / maps.positions : pooled, floor);
                again[c] = true;
                weight[c] = 1.0 / maps.size;
                reseeds++;
                any = true;
            }
        }
        if (any) {
            double total = Arrays.stream(weight).sum();
            for (int c = 0; c < groups; c++) {
                weight[c] /= total;
            }
        }
        return any;
    }

    private int worst(boolean[] used) {
        int n = maps.size;
        int worst = -1;
        for (int a = 0; a < n; a++) {
            int own = 0;
            for (int c = 1; c < groups; c++) {
                own = posterior[c * n + a] > posterior[own * n + a] ? c : own;
            }
            if (!used[a] && mass[own] >= SINGLE_BELOW && (worst < 0 || fit[a] < fit[worst])) {
                worst = a;
            }
        }
        return worst;
    }
}
