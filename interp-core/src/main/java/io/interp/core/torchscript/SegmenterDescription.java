package io.interp.core.torchscript;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.measure.SegmentClass;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What a TorchScript segmenter's file does not say: its classes, how it wants images and what its numbers are.
 *
 * <pre>{@code
 * {"labels": ["background", "skin", "hair"], "categories": ["object", "object", "object"], "none": "background",
 *  "size": [64, 64], "input": {"order": "RGB", "range": [-1, 1], "resize": "bicubic", "mean": [..], "std": [..]},
 *  "output": "logits"}
 * }</pre>
 *
 * Categories, none, input and output may be left out. The classes of one category must follow each other; they compete
 * with each other and not with those of other categories.
 *
 * @param labels the classes in the order of their indices
 * @param categories the category of each class
 * @param none the index of the class that means no class at all, or empty
 * @param output what the numbers are
 * @param input how images are prepared
 */
public record SegmenterDescription(
        List<String> labels, List<String> categories, OptionalInt none, Output output, InputFormat input) {

    /** What a segmenter's numbers are. */
    public enum Output {
        /** One score a class, {@code [N, K, h, w]}, to be put through a softmax. */
        LOGITS,
        /** One probability a class, {@code [N, K, h, w]}. */
        PROBABILITIES,
        /** Class indices, {@code [N, h, w]} or {@code [N, M, h, w]} with M classes at every pixel. */
        ARGMAX
    }

    /**
     * Validates the description.
     *
     * @throws IllegalArgumentException if there are no labels, two are the same, categories do not fit them or are not
     *     contiguous, or none is out of range
     */
    public SegmenterDescription {
        labels = List.copyOf(labels);
        categories = List.copyOf(categories);
        if (labels.isEmpty() || labels.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("\"labels\" must name one class or more, got " + labels);
        }
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            if (!seen.add(label)) {
                throw new IllegalArgumentException("\"labels\" must differ, got '" + label + "' twice");
            }
        }
        if (categories.size() != labels.size()) {
            throw new IllegalArgumentException("\"categories\" needs one name a label, got " + categories.size()
                    + " for " + labels.size() + " labels");
        }
        Set<String> closed = new HashSet<>();
        for (int i = 1; i < categories.size(); i++) {
            if (!categories.get(i).equals(categories.get(i - 1))) {
                closed.add(categories.get(i - 1));
                if (closed.contains(categories.get(i))) {
                    throw new IllegalArgumentException("the labels of category '" + categories.get(i)
                            + "' must follow each other, label " + i + " does not");
                }
            }
        }
        if (none.isPresent() && (none.getAsInt() < 0 || none.getAsInt() >= labels.size())) {
            throw new IllegalArgumentException(
                    "\"none\" must be a label or an index below " + labels.size() + ", got " + none.getAsInt());
        }
    }

    /**
     * Reads a description from JSON.
     *
     * @param json the object
     * @param name what to call it in errors
     * @return the description
     * @throws IllegalArgumentException if something is missing or wrong
     */
    public static SegmenterDescription of(JsonObject json, String name) {
        try {
            if (!json.has("labels") || !json.get("labels").isJsonArray()) {
                throw new IllegalArgumentException("it has no list of \"labels\", the names of its classes");
            }
            List<String> labels = texts(json.get("labels"));
            List<String> categories = json.has("categories")
                    ? texts(json.get("categories"))
                    : Collections.nCopies(labels.size(), SegmentClass.OBJECT);
            return new SegmenterDescription(
                    labels, categories, none(json, labels), output(json), InputFormat.of(json, name));
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    name + " does not describe a segmenter: " + e.getMessage()
                            + "; expected such as {\"labels\":[\"sky\",\"tree\"],\"size\":[64,64],\"output\":\"logits\"}",
                    e);
        }
    }

    private static List<String> texts(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    private static OptionalInt none(JsonObject json, List<String> labels) {
        JsonElement none = json.get("none");
        if (none == null || none.isJsonNull()) {
            return OptionalInt.empty();
        }
        if (none.getAsJsonPrimitive().isNumber()) {
            return OptionalInt.of(none.getAsInt());
        }
        int index = labels.indexOf(none.getAsString());
        if (index < 0) {
            throw new IllegalArgumentException("\"none\" is '" + none.getAsString() + "', which is no label");
        }
        return OptionalInt.of(index);
    }

    private static Output output(JsonObject json) {
        String output = json.has("output") ? json.get("output").getAsString() : "logits";
        return Arrays.stream(Output.values())
                .filter(kind -> kind.name().equals(output.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"output\" must be "
                        + Arrays.stream(Output.values())
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" or "))
                        + ", got '" + output + "'"));
    }
}
