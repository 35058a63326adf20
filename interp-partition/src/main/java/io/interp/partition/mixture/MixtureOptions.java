package io.interp.partition.mixture;

/**
 * How a mixture over filters is fitted. Values out of the ranges below throw {@link IllegalArgumentException}.
 *
 * @param groups the number C of groups, at least 1
 * @param normalisation what is done to the filters' scale
 * @param restarts the number of k-means++ starts, of which the one with the highest log-likelihood is kept; at least 1
 * @param maxIterations the largest number of expectation-maximization steps of one start, at least 1
 * @param tolerance a start ends when the log-likelihood grows by less than this share of itself; at least 0
 * @param smoothing the number alpha added to each group's count of filters before counts become weights; at least 0
 * @param varianceFloor the smallest variance of a group as a share of the variance of all filters together; above 0
 * @param reseeds the number of times a group without filters may be seeded again in one start, from 0 to C
 * @param annealing whether a start counts 1/K of an image at first and doubles that up to all images (deterministic
 *     annealing), which makes the posteriors soft at first
 * @param seed the seed of the starts
 */
public record MixtureOptions(
        int groups,
        Normalisation normalisation,
        int restarts,
        int maxIterations,
        double tolerance,
        double smoothing,
        double varianceFloor,
        int reseeds,
        boolean annealing,
        long seed) {

    private static final int RESTARTS = 20;
    private static final int MAX_ITERATIONS = 100;
    private static final double TOLERANCE = 1e-9;

    /**
     * Checks the ranges.
     *
     * @param groups the number C of groups
     * @param normalisation what is done to the filters' scale
     * @param restarts the number of starts
     * @param maxIterations the largest number of iterations of one start
     * @param tolerance the relative gain below which a start ends
     * @param smoothing the number added to each group's count
     * @param varianceFloor the smallest variance as a share of that of all filters
     * @param reseeds the number of new seeds for empty groups
     * @param annealing whether to anneal
     * @param seed the seed of the starts
     * @throws IllegalArgumentException if a value is out of its range
     */
    public MixtureOptions {
        require(groups >= 1, "groups", "at least 1", groups);
        require(normalisation != null, "normalisation", "set", "null");
        require(restarts >= 1, "restarts", "at least 1", restarts);
        require(maxIterations >= 1, "maxIterations", "at least 1", maxIterations);
        require(tolerance >= 0 && tolerance < 1, "tolerance", "from 0 to below 1", tolerance);
        require(
                smoothing >= 0 && smoothing < Double.POSITIVE_INFINITY,
                "smoothing",
                "finite and at least 0",
                smoothing);
        require(varianceFloor > 0 && varianceFloor <= 1, "varianceFloor", "above 0 and at most 1", varianceFloor);
        require(reseeds >= 0 && reseeds <= groups, "reseeds", "from 0 to the number of groups", reseeds);
    }

    /**
     * {@return options that hold on real layers: filters divided by their root mean square, smoothing 1e-3, variance
     * floor 1e-4, up to C new seeds for empty groups, best of 20 starts}
     *
     * @param groups the number C of groups
     */
    public static MixtureOptions robust(int groups) {
        return new MixtureOptions(
                groups,
                Normalisation.FILTER_RMS,
                RESTARTS,
                MAX_ITERATIONS,
                TOLERANCE,
                1e-3,
                1e-4,
                Math.max(groups, 0),
                false,
                0);
    }

    /**
     * {@return the mixture as printed in the paper: raw features, plain maximum likelihood, no new seeds; the variance
     * floor of 1e-12 only keeps numbers finite}
     *
     * <p>The paper names neither starts nor iterations; they are those of {@link #robust(int)}.
     *
     * @param groups the number C of groups
     */
    public static MixtureOptions paper(int groups) {
        return new MixtureOptions(
                groups, Normalisation.NONE, RESTARTS, MAX_ITERATIONS, TOLERANCE, 0, 1e-12, 0, false, 0);
    }

    /**
     * {@return these options with another normalisation}
     *
     * @param value the normalisation
     */
    public MixtureOptions withNormalisation(Normalisation value) {
        return new MixtureOptions(
                groups, value, restarts, maxIterations, tolerance, smoothing, varianceFloor, reseeds, annealing, seed);
    }

    /**
     * {@return these options with another number of starts}
     *
     * @param value the number of starts
     */
    public MixtureOptions withRestarts(int value) {
        return new MixtureOptions(
                groups,
                normalisation,
                value,
                maxIterations,
                tolerance,
                smoothing,
                varianceFloor,
                reseeds,
                annealing,
                seed);
    }

    /**
     * {@return these options with another limit on iterations}
     *
     * @param value the largest number of iterations of one start
     */
    public MixtureOptions withMaxIterations(int value) {
        return new MixtureOptions(
                groups, normalisation, restarts, value, tolerance, smoothing, varianceFloor, reseeds, annealing, seed);
    }

    /**
     * {@return these options with another tolerance}
     *
     * @param value the relative gain below which a start ends
     */
    public MixtureOptions withTolerance(double value) {
        return new MixtureOptions(
                groups,
                normalisation,
                restarts,
                maxIterations,
                value,
                smoothing,
                varianceFloor,
                reseeds,
                annealing,
                seed);
    }

    /**
     * {@return these options with another number of new seeds for empty groups}
     *
     * @param value the number of new seeds allowed in one start
     */
    public MixtureOptions withReseeds(int value) {
        return new MixtureOptions(
                groups,
                normalisation,
                restarts,
                maxIterations,
                tolerance,
                smoothing,
                varianceFloor,
                value,
                annealing,
                seed);
    }

    /**
     * {@return these options with annealing on or off}
     *
     * @param value whether to anneal
     */
    public MixtureOptions withAnnealing(boolean value) {
        return new MixtureOptions(
                groups,
                normalisation,
                restarts,
                maxIterations,
                tolerance,
                smoothing,
                varianceFloor,
                reseeds,
                value,
                seed);
    }

    /**
     * {@return these options with another seed}
     *
     * @param value the seed of the starts
     */
    public MixtureOptions withSeed(long value) {
        return new MixtureOptions(
                groups,
                normalisation,
                restarts,
                maxIterations,
                tolerance,
                smoothing,
                varianceFloor,
                reseeds,
                annealing,
                value);
    }

    private static void require(boolean holds, String name, String expected, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("mixture option " + name + " should be " + expected + ", got " + got);
        }
    }
}
