package io.interp.core;

import ai.djl.ndarray.NDArray;
import io.interp.core.tensor.GradScope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What can be done with a network's state as a whole: copy it, fingerprint it, check that it is finite. */
public final class NetworkState {

    private NetworkState() {}

    /**
     * Copies one state into another, in place.
     *
     * @param from the source
     * @param to the target, whose arrays are overwritten
     * @throws IllegalArgumentException if names or shapes differ; nothing is copied then
     */
    public static void copy(Map<String, NDArray> from, Map<String, NDArray> to) {
        check(from.keySet(), to.keySet());
        to.forEach((name, array) -> {
            NDArray source = from.get(name);
            if (!source.getShape().equals(array.getShape())) {
                throw new IllegalArgumentException("'" + name + "' has shape " + source.getShape() + ", expected "
                        + array.getShape() + "; the states are of different networks");
            }
        });
        try (GradScope off = GradScope.off()) {
            to.forEach((name, array) -> from.get(name).copyTo(array));
        }
    }

    private static void check(Set<String> from, Set<String> to) {
        if (!from.equals(to)) {
            Set<String> missing = new TreeSet<>(to);
            missing.removeAll(from);
            Set<String> unknown = new TreeSet<>(from);
            unknown.removeAll(to);
            throw new IllegalArgumentException(
                    "the states are of different networks: missing " + missing + ", unknown " + unknown);
        }
    }

    /**
     * Fingerprints a network.
     *
     * @param architecture text that tells architectures apart
     * @param state the arrays by name
     * @return SHA-256 in hex over the text and over names, shapes and bytes in the order of the names
     */
    public static String fingerprint(String architecture, Map<String, NDArray> state) {
        MessageDigest digest = sha256();
        digest.update(architecture.getBytes(StandardCharsets.UTF_8));
        for (String name : new TreeSet<>(state.keySet())) {
            NDArray array = state.get(name);
            digest.update((name + array.getShape() + array.getDataType()).getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = array.toByteBuffer();
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Checks that every number of a state is finite.
     *
     * @param owner whose state it is, for the message
     * @param state the arrays by name
     * @throws IllegalArgumentException if an array holds NaN or an infinity; the message names it
     */
    public static void requireFinite(String owner, Map<String, NDArray> state) {
        try (GradScope off = GradScope.off()) {
            state.forEach((name, array) -> {
                if (!array.getDataType().isFloating()) {
                    return;
                }
                try (NDArray sum = array.abs().sum()) {
                    float total = sum.getFloat();
                    if (Float.isNaN(total) || Float.isInfinite(total)) {
                        throw new IllegalArgumentException("weights '" + name + "' of " + owner
                                + " hold NaN or infinite numbers; they can't be used, load a sound file");
                    }
                }
            });
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
