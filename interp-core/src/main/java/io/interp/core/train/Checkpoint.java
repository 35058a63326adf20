package io.interp.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.NetworkState;
import io.interp.core.io.HostArray;
import io.interp.core.io.SafeTensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Named groups of arrays and notes in one safetensors file: what long work writes to be able to go on. */
public final class Checkpoint {

    private static final String SEPARATOR = "/";

    private final Map<String, HostArray> arrays = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    /** Creates an empty checkpoint. */
    public Checkpoint() {}

    /**
     * One group and how to read it from and write it back to the object at work.
     *
     * @param name the group's name, without a slash
     * @param read copies the object's arrays
     * @param write puts saved arrays back
     */
    public record Part(String name, Supplier<Map<String, HostArray>> read, Consumer<Map<String, HostArray>> write) {

        /**
         * {@return the group of a network's state}
         *
         * @param name the group's name
         * @param state the live arrays, read and overwritten in place
         */
        public static Part of(String name, Map<String, NDArray> state) {
            return new Part(name, () -> copyOf(state), saved -> putBack(saved, state));
        }
    }

    /**
     * Copies live arrays to the heap.
     *
     * @param state arrays by name
     * @return their copies by name
     */
    public static Map<String, HostArray> copyOf(Map<String, NDArray> state) {
        Map<String, HostArray> copy = new LinkedHashMap<>();
        state.forEach((name, array) -> copy.put(name, HostArray.copyOf(array)));
        return copy;
    }

    /**
     * Overwrites live arrays with saved ones.
     *
     * @param saved arrays by name
     * @param state the live arrays
     * @throws IllegalArgumentException if names or shapes differ; nothing is written then
     */
    public static void putBack(Map<String, HostArray> saved, Map<String, NDArray> state) {
        if (state.isEmpty()) {
            return;
        }
        try (NDManager scope = state.values().iterator().next().getManager().newSubManager()) {
            Map<String, NDArray> uploaded = new LinkedHashMap<>();
            saved.forEach((name, array) -> uploaded.put(name, array.toNDArray(scope)));
            NetworkState.copy(uploaded, state);
        }
    }

    /**
     * Adds a group.
     *
     * @param group its name, without a slash
     * @param members its arrays by name
     */
    public void put(String group, Map<String, HostArray> members) {
        members.forEach((name, array) -> arrays.put(group + SEPARATOR + name, array));
    }

    /**
     * Returns a group.
     *
     * @param group its name
     * @return its arrays by name, empty if there is no such group
     */
    public Map<String, HostArray> get(String group) {
        Map<String, HostArray> members = new LinkedHashMap<>();
        String prefix = group + SEPARATOR;
        arrays.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                members.put(name.substring(prefix.length()), array);
            }
        });
        return members;
    }

    /**
     * Adds a note.
     *
     * @param key its name
     * @param value its text
     */
    public void note(String key, String value) {
        notes.put(key, value);
    }

    /**
     * Returns a note.
     *
     * @param key its name
     * @return its text
     * @throws IllegalArgumentException if there is none
     */
    public String note(String key) {
        String value = notes.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the file has no '" + key + "': it is no checkpoint of this kind");
        }
        return value;
    }

    /**
     * Writes the checkpoint.
     *
     * @param file the file; written under a temporary name and moved
     */
    public void write(Path file) {
        SafeTensors.write(file, arrays, notes);
    }

    /**
     * Reads a checkpoint.
     *
     * @param file what {@link #write} wrote
     * @return the checkpoint
     */
    public static Checkpoint read(Path file) {
        SafeTensors saved = SafeTensors.read(file);
        Checkpoint checkpoint = new Checkpoint();
        checkpoint.arrays.putAll(saved.arrays());
        checkpoint.notes.putAll(saved.metadata());
        return checkpoint;
    }
}
