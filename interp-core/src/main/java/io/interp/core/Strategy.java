package io.interp.core;

/**
 * A way of opening up a GAN: configuration plus what it does to a GAN. Strategies do not know each other; any module can
 * bring one.
 *
 * @param <R> the type of the result, which owns its native memory (and is then {@link AutoCloseable}) or has none
 */
public interface Strategy<R> {

    /**
     * {@return a short name in lower case, for tables and results}
     */
    String name();

    /**
     * Applies the strategy. The GAN is not changed: a strategy that trains works on copies.
     *
     * @param gan the GAN, which stays the caller's
     * @return the result
     * @throws IllegalArgumentException if the GAN does not fit the configuration, before any work starts
     */
    R apply(Gan gan);
}
