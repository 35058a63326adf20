package io.interp.partition.energy;

/** Where Langevin chains start. */
public enum ChainStart {

    /**
     * At the latents of the positive phase. As these are drawn from the prior this is contrastive divergence and a short
     * run from the prior at once, and the pairing cuts variance.
     */
    SAME_LATENTS,

    /** At latents drawn for the chains alone. */
    FRESH,

    /** Where the chains ended at the update before; the first update draws latents. */
    PERSISTENT
}
