package io.interp.core;

/** The distribution a generator's latents were drawn from when it was trained. */
public enum Prior {
    /** Independent standard normal numbers. */
    NORMAL,
    /** Independent uniform numbers in [-1, 1]. */
    UNIFORM
}
