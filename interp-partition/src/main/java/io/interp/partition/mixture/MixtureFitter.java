package io.interp.partition.mixture;

import java.util.random.RandomGeneratorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits a mixture of C Gaussians to the feature maps of M filters by expectation-maximization: one center map per group
 * for all images, one variance per group, the whole set of a filter's maps from one group.
 *
 * <p>The likelihood is that of all N maps of each filter, computed from {@link FilterStatistics} alone. Because it
 * counts N times K values per filter, posteriors are nearly always 0 or 1 and the result depends on the start; the fit
 * therefore keeps the best of several k-means++ starts. Deterministic: the same statistics, options and seed give the
 * same mixture.
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, equation 2.
 */
public final class MixtureFitter {

    private static final Logger logger = LoggerFactory.getLogger(MixtureFitter.class);

    /** Starts that reach the same partition by different paths differ only by rounding; the earlier one is kept. */
    private static final double SAME = 1e-12;

    private MixtureFitter() {}

    /**
     * Fits a mixture from scratch.
     *
     * @param statistics the filters' mean maps and mean squares over at least 64, better 256 images
     * @param options groups, normalisation, starts
     * @return the start with the highest log-likelihood; of equal ones that with the lowest seed
     * @throws IllegalArgumentException if fewer filters are active than groups are asked for
     */
    public static FilterMixture fit(FilterStatistics statistics, MixtureOptions options) {
        CenteredMaps maps = mapsOf(statistics, options);
        RandomGeneratorFactory<?> randoms = RandomGeneratorFactory.of("L64X128MixRandom");
        MixtureRun best = null;
        for (int r = 0; r < options.restarts(); r++) {
            MixtureRun run = new MixtureRun(maps, options);
            run.start(KMeansPlusPlus.draw(maps, options.groups(), randoms.create(options.seed() + r)));
            if (options.annealing()) {
                run.anneal();
            }
            run.climb();
            if (best == null || run.logLikelihood > best.logLikelihood + SAME * Math.abs(best.logLikelihood)) {
                best = run;
            }
        }
        best.finish();
        return logged(FilterMixture.of(best, statistics.filters()));
    }

    /**
     * Fits a mixture from where an earlier one ended, so that each group keeps its label.
     *
     * @param statistics statistics of the same layer, collected again
     * @param previous the earlier mixture
     * @param options as for the earlier fit, with the number of iterations allowed now; starts, annealing and seed are
     *     not used
     * @return the mixture that the iterations lead to
     * @throws IllegalArgumentException if filters, positions or groups differ from those of the earlier mixture, or
     *     fewer filters are active than there are groups
     */
    public static FilterMixture refit(FilterStatistics statistics, FilterMixture previous, MixtureOptions options) {
        if (previous.filters() != statistics.filters()
                || previous.positions() != statistics.positions()
                || previous.groups() != options.groups()) {
            throw new IllegalArgumentException("can't go on from a mixture of " + previous.filters() + " filters, "
                    + previous.positions() + " positions and " + previous.groups() + " groups with statistics of "
                    + statistics + " and " + options.groups() + " groups; fit from scratch");
        }
        MixtureRun run = new MixtureRun(mapsOf(statistics, options), options);
        run.start(previous);
        run.climb();
        run.finish();
        return logged(FilterMixture.of(run, statistics.filters()));
    }

    private static CenteredMaps mapsOf(FilterStatistics statistics, MixtureOptions options) {
        int active = statistics.activeFilters();
        if (options.groups() > active) {
            throw new IllegalArgumentException("can't sort " + active + " active filters (of " + statistics.filters()
                    + ") into " + options.groups() + " groups; ask for at most " + active);
        }
        return new CenteredMaps(
                options.normalisation() == Normalisation.FILTER_RMS ? statistics.normalised() : statistics);
    }

    private static FilterMixture logged(FilterMixture mixture) {
        if (mixture.groupsAlive() < mixture.groups()) {
            logger.warn(
                    "{} of {} groups are empty after {} new seeds",
                    mixture.groups() - mixture.groupsAlive(),
                    mixture.groups(),
                    mixture.reseeds());
        }
        logger.debug("after {} iterations: {}", mixture.iterations(), mixture);
        return mixture;
    }
}
