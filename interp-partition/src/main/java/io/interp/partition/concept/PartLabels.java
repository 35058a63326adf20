package io.interp.partition.concept;

import io.interp.core.NearNames;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Image parts as sets of a segmenter's classes, such as eyes = left eye and right eye. Parts may share classes, as face
 * and mouth do. Immutable.
 */
public final class PartLabels {

    private final Map<String, int[]> parts;

    private PartLabels(Map<String, int[]> parts) {
        this.parts = parts;
    }

    /**
     * {@return one part for every class, of its name}
     *
     * @param labels the segmenter's classes in the order of their indices, each name once
     * @throws IllegalArgumentException if there is no class or a name comes twice
     */
    public static PartLabels each(List<String> labels) {
        Map<String, List<String>> single = new LinkedHashMap<>();
        labels.forEach(label -> single.put(label, List.of(label)));
        if (single.size() != labels.size()) {
            throw new IllegalArgumentException("the segmenter's classes should have different names, got " + labels);
        }
        return of(labels, single);
    }

    /**
     * Merges classes to parts. Classes that no part names are left out.
     *
     * @param labels the segmenter's classes in the order of their indices
     * @param merged the names of the classes of each part, by the part's name; its order is kept
     * @return the parts
     * @throws IllegalArgumentException if there is no part, a part has no class, or a class is unknown
     */
    public static PartLabels of(List<String> labels, Map<String, ? extends Collection<String>> merged) {
        if (merged.isEmpty()) {
            throw new IllegalArgumentException("at least one part is needed, got none");
        }
        Map<String, int[]> parts = new LinkedHashMap<>();
        merged.forEach((part, names) -> {
            if (names.isEmpty()) {
                throw new IllegalArgumentException("part '" + part + "' needs at least one class of the segmenter");
            }
            parts.put(
                    part,
                    names.stream().distinct().mapToInt(n -> index(labels, n)).toArray());
        });
        return new PartLabels(parts);
    }

    private static int index(List<String> labels, String name) {
        int index = labels.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(NearNames.unknown("class", name, "the segmenter", labels));
        }
        return index;
    }

    /** {@return the names of the parts in order} */
    public List<String> names() {
        return List.copyOf(parts.keySet());
    }

    /**
     * {@return the indices of the classes of a part}
     *
     * @param part its name
     * @throws IllegalArgumentException if there is none of that name; the message lists near ones
     */
    public int[] indices(String part) {
        int[] indices = parts.get(part);
        if (indices == null) {
            throw new IllegalArgumentException(NearNames.unknown("part", part, "the parts", names()));
        }
        return indices.clone();
    }
}
