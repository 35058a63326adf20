package io.interp.egan;

/** Which generated images the discriminator learns from. */
public enum CriticFakes {
    /** Drawn afresh at each of its steps, an equal share from each parent, as in the paper's algorithm. */
    FRESH,
    /**
     * The survivors' evaluation images, shuffled and cut into batches, none used twice, as in the authors' code. The real
     * images of a step, those for evaluation included, are then cut from one stretch of the data, so that none is seen
     * twice either.
     */
    EVALUATED
}
