package io.interp.core.block;

import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * A kind of generator that a saved directory names, so that it can be built again before its weights are read. Providers
 * are found by {@link java.util.ServiceLoader}.
 */
public interface Architecture {

    /** {@return the name that saved directories carry, such as {@code dcgan}} */
    String type();

    /**
     * Builds a generator with fresh weights.
     *
     * @param parent the manager whose child will own the weights
     * @param settings what {@link BlockGenerator#settings()} was when the generator was saved
     * @return the generator
     * @throws IllegalArgumentException if a setting is missing or wrong
     */
    BlockGenerator build(NDManager parent, Map<String, Object> settings);
}
