package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Network;
import io.interp.core.NetworkState;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npz;
import io.interp.core.io.SafeTensors;
import io.interp.core.tensor.GradScope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The arrays of a PyTorch checkpoint by their dotted names.
 *
 * @param arrays the arrays; any floating or integer type, brought to float32 when they are loaded
 */
public record StateDict(Map<String, HostArray> arrays) {

    private static final int SHOWN = 12;
    private static final String GROWTH = "lod";

    /** Copies the map, keeping its order. */
    public StateDict {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /**
     * Reads a file.
     *
     * @param file a safetensors or an npz file; which of them is told by its first bytes
     * @return its arrays
     * @throws IllegalArgumentException if the file is broken
     * @throws UncheckedIOException if it can't be read
     */
    public static StateDict read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(2);
            boolean zip = magic.length == 2 && magic[0] == 'P' && magic[1] == 'K';
            return new StateDict(zip ? Npz.read(file) : SafeTensors.read(file).arrays());
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file + ": " + e, e);
        }
    }

    /**
     * Takes one network out of a file that holds several.
     *
     * @param name the prefix of its names without the dot, such as {@code generator_smooth}
     * @return its arrays, without the prefix
     * @throws IllegalArgumentException if no name starts with the prefix
     */
    public StateDict within(String name) {
        Map<String, HostArray> inner = new LinkedHashMap<>();
        arrays.forEach((key, array) -> {
            if (key.startsWith(name + ".")) {
                inner.put(key.substring(name.length() + 1), array);
            }
        });
        if (inner.isEmpty()) {
            throw new IllegalArgumentException("no array's name starts with '" + name + ".'; names there are: "
                    + shown(new TreeSet<>(arrays.keySet())));
        }
        return new StateDict(inner);
    }

    /**
     * Overwrites the state of a network. A scalar named {@code lod} or {@code ... .lod} is no weight: it is the level of
     * detail of progressive training and must be 0, which says that the network has grown to its full resolution.
     *
     * @param network a network with the same names and shapes
     * @throws IllegalArgumentException if names are missing or unknown or shapes differ, all listed in one message; if the
     *     network was still growing; or if a number is not finite. Nothing is written then
     */
    public void into(Network network) {
        Map<String, HostArray> weights = grown();
        Map<String, NDArray> state = network.state();
        check(weights, state, network.name());
        try (NDManager scope = network.manager().newSubManager();
                GradScope off = GradScope.off()) {
            Map<String, NDArray> uploaded = new LinkedHashMap<>();
            weights.forEach(
                    (name, array) -> uploaded.put(name, array.toNDArray(scope).toType(DataType.FLOAT32, false)));
            NetworkState.requireFinite("the checkpoint", uploaded);
            NetworkState.copy(uploaded, state);
        }
    }

    private static void check(Map<String, HostArray> weights, Map<String, NDArray> state, String owner) {
        TreeSet<String> missing = new TreeSet<>(state.keySet());
        missing.removeAll(weights.keySet());
        TreeSet<String> unknown = new TreeSet<>(weights.keySet());
        unknown.removeAll(state.keySet());
        List<String> shapes = new ArrayList<>();
        new TreeSet<>(state.keySet()).forEach(name -> {
            HostArray saved = weights.get(name);
            Shape expected = state.get(name).getShape();
            if (saved != null && !new Shape(saved.shape()).equals(expected)) {
                shapes.add(name + " expected " + expected + ", got " + new Shape(saved.shape()));
            }
        });
        if (missing.isEmpty() && unknown.isEmpty() && shapes.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder("the checkpoint is not of '" + owner + "'");
        append(message, "missing", missing);
        append(message, "unknown", unknown);
        append(message, "of another shape", shapes);
        throw new IllegalArgumentException(
                message.append("; check resolution, sizes and options of the network, or take one network out of"
                                + " the file with within(prefix)")
                        .toString());
    }

    private static void append(StringBuilder message, String what, Collection<String> names) {
        if (!names.isEmpty()) {
            message.append("; ")
                    .append(names.size())
                    .append(' ')
                    .append(what)
                    .append(": ")
                    .append(shown(names));
        }
    }

    private static String shown(Collection<String> names) {
        String first = String.join(", ", names.stream().limit(SHOWN).toList());
        return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
    }

    private Map<String, HostArray> grown() {
        Map<String, HostArray> weights = new LinkedHashMap<>(arrays);
        arrays.forEach((name, array) -> {
            if (name.equals(GROWTH) || name.endsWith("." + GROWTH)) {
                if (array.size() != 1 || array.toDoubles()[0] != 0) {
                    throw new IllegalArgumentException("'" + name + "' must be 0, the level of detail of a network that"
                            + " has grown to its full resolution, got "
                            + (array.size() == 1 ? array.toDoubles()[0] : array));
                }
                weights.remove(name);
            }
        });
        return weights;
    }
}
