package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Network;
import io.interp.core.NetworkState;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts a network's running statistics back when it is closed, so that being asked for its opinion does not change it.
 */
final class KeptBuffers implements AutoCloseable {

    private final Map<String, NDArray> live = new LinkedHashMap<>();
    private final Map<String, NDArray> kept = new LinkedHashMap<>();

    KeptBuffers(NDManager owner, Network network) {
        live.putAll(network.state());
        live.keySet().removeAll(network.parameters().keySet());
        live.forEach((name, buffer) -> {
            NDArray copy = buffer.duplicate();
            copy.attach(owner);
            kept.put(name, copy);
        });
    }

    @Override
    public void close() {
        NetworkState.copy(kept, live);
        kept.values().forEach(NDArray::close);
    }
}
