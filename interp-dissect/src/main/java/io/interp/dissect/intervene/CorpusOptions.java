package io.interp.dissect.intervene;

/**
 * How the places are found that alpha is optimised on: cells of images that show the class, and cells of other images that
 * would take it best.
 *
 * @param searched how many images are searched for each, at least 2
 * @param kept how many places of each are kept at most, 2 to {@code searched}
 * @param held how many of the kept pairs are left out of the optimisation, to measure on; 1 to {@code kept - 1}
 * @param cellsTried how many cells of each batch are tried as places for the class, at least 1
 * @param batch how many images are run at a time, at least 1
 * @param rule how the level of an insertion is found
 * @param quantile the quantile of {@link LevelRule#QUANTILE}, in (0, 1)
 * @param presentSeed names the images searched for the class
 * @param candidateSeed names the images searched for places for it
 * @param cacheBytes how much memory the layer's activations may take; what does not fit is computed again when needed
 */
public record CorpusOptions(
        int searched,
        int kept,
        int held,
        int cellsTried,
        int batch,
        LevelRule rule,
        double quantile,
        long presentSeed,
        long candidateSeed,
        long cacheBytes) {

    private static final CorpusOptions RELEASED =
            new CorpusOptions(10_000, 1200, 200, 5, 10, LevelRule.CONDITIONAL_MEAN, 0.99, 10, 11, 512L << 20);

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public CorpusOptions {
        if (searched < 2 || kept < 2 || kept > searched || held < 1 || held >= kept) {
            throw new IllegalArgumentException(
                    "a corpus needs 2 images or more, of them 2 or more kept, of them 1 or more"
                            + " but not all held out, got " + searched + ", " + kept + " and " + held);
        }
        if (cellsTried < 1 || batch < 1 || cacheBytes < 0) {
            throw new IllegalArgumentException(
                    "cells tried and batch must be 1 or more and the cache 0 bytes or more, got " + cellsTried + ", "
                            + batch + " and " + cacheBytes);
        }
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("the quantile must be between 0 and 1, got " + quantile);
        }
    }

    /** {@return the released code's: of 10 000 images each the best 1 200, 200 of them held out; 512 MiB of cache} */
    public static CorpusOptions released() {
        return RELEASED;
    }

    /**
     * {@return the released code's numbers scaled to fewer images}
     *
     * @param images how many are searched for each, at least 20
     * @throws IllegalArgumentException if there are fewer
     */
    public static CorpusOptions of(int images) {
        if (images < 20) {
            throw new IllegalArgumentException("a corpus should search 20 images or more, got " + images);
        }
        int kept = Math.max(6, Math.toIntExact(images * 12L / 100));
        return new CorpusOptions(
                images,
                kept,
                Math.max(1, kept / 6),
                RELEASED.cellsTried,
                RELEASED.batch,
                RELEASED.rule,
                RELEASED.quantile,
                RELEASED.presentSeed,
                RELEASED.candidateSeed,
                RELEASED.cacheBytes);
    }

    /**
     * {@return the same with another level of insertions}
     *
     * @param other how it is found
     */
    public CorpusOptions rule(LevelRule other) {
        return new CorpusOptions(
                searched, kept, held, cellsTried, batch, other, quantile, presentSeed, candidateSeed, cacheBytes);
    }

    /**
     * {@return the same with other numbers of places}
     *
     * @param most how many places of each are kept
     * @param leftOut how many of them are left out of the optimisation
     */
    public CorpusOptions kept(int most, int leftOut) {
        return new CorpusOptions(
                searched, most, leftOut, cellsTried, batch, rule, quantile, presentSeed, candidateSeed, cacheBytes);
    }

    /**
     * {@return the same run in other batches}
     *
     * @param images how many images at a time
     * @param cells how many cells of each batch are tried
     */
    public CorpusOptions batch(int images, int cells) {
        return new CorpusOptions(
                searched, kept, held, cells, images, rule, quantile, presentSeed, candidateSeed, cacheBytes);
    }

    /**
     * {@return the same with other images}
     *
     * @param present names the images searched for the class
     * @param candidate names the images searched for places for it
     */
    public CorpusOptions seeds(long present, long candidate) {
        return new CorpusOptions(
                searched, kept, held, cellsTried, batch, rule, quantile, present, candidate, cacheBytes);
    }

    /**
     * {@return the same with another bound on memory}
     *
     * @param bytes how much the layer's activations may take
     */
    public CorpusOptions cache(long bytes) {
        return new CorpusOptions(
                searched, kept, held, cellsTried, batch, rule, quantile, presentSeed, candidateSeed, bytes);
    }
}
