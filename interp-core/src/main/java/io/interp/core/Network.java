package io.interp.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;

/** A network with weights that can be trained and saved. Owns its native memory. */
public interface Network extends AutoCloseable {

    /** {@return a name for tables and results} */
    String name();

    /** {@return the manager that owns the weights; its device is the network's} */
    NDManager manager();

    /**
     * {@return the trainable weights by name, in a fixed order; owned by the network. Writing into them in place changes
     * the network}
     */
    Map<String, NDArray> parameters();

    /** {@return weights and buffers (such as running statistics) by name: all that a checkpoint must keep; owned by the network} */
    Map<String, NDArray> state();

    /** {@return SHA-256 in hex of the architecture and the current state} */
    String fingerprint();

    /**
     * Writes the network into a new directory that its loader reads again.
     *
     * @param directory the directory; written beside it under a temporary name, then moved
     * @throws InterpException if it can't be written
     */
    void save(Path directory);

    /** Frees the native memory. */
    @Override
    void close();
}
