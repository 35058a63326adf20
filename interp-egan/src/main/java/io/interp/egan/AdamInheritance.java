package io.interp.egan;

/** Where a child's optimiser gets its moments from. It changes results, so it is part of the settings. */
public enum AdamInheritance {
    /** From its parent, as in the authors' PyTorch code: each survivor keeps the moments of its own line. */
    PARENT,
    /**
     * One state for each mutation, shared by all children of that mutation and never rolled back, as in the authors'
     * Theano code.
     */
    MUTATION,
    /** Fresh at every step, which makes each step one of the sign of the gradient. */
    RESET
}
