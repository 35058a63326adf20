package io.interp.egan;

/** Which generated images the discriminator learns from. */
public enum CriticFakes {
    /** Drawn afresh at each of its steps, an equal share from each parent, as in the paper's algorithm. */
    FRESH,
    /**
     * The images survivors were judged by, shuffled and cut into batches, none used twice, as in the authors' code; where
     * the batches need more, survivors make the rest. The real images of a step, those for evaluation included, are then
     * cut from one stretch of the data, so that none is seen twice either.
     */
    EVALUATED
}
