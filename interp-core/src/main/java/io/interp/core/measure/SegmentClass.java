package io.interp.core.measure;

import java.util.Objects;

/**
 * A class of a segmenter.
 *
 * @param index its index, the value of pixels that belong to it
 * @param name its name
 * @param category what kind of class it is, such as {@code object}, {@code part} or {@code material}
 */
public record SegmentClass(int index, String name, String category) {

    /** The category of classes of which nothing else is said. */
    public static final String OBJECT = "object";

    /**
     * Validates the class.
     *
     * @throws IllegalArgumentException if the index is negative, or name or category is blank
     */
    public SegmentClass {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(category, "category");
        if (index < 0 || name.isBlank() || category.isBlank()) {
            throw new IllegalArgumentException("a class needs an index of 0 or more, a name and a category, got "
                    + index + ", '" + name + "' and '" + category + "'");
        }
    }
}
