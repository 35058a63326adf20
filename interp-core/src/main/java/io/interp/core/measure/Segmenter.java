package io.interp.core.measure;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Finds the class of every pixel of an image. Owns whatever network it uses.
 *
 * <p>Classes belong to categories, such as object, part and material. A segmenter may give a pixel several classes at
 * once, one in each of its channels; most have one category and one channel.
 */
public interface Segmenter extends AutoCloseable {

    /** {@return a name for tables and results} */
    String name();

    /** {@return the classes in the order of their indices} */
    List<String> labels();

    /**
     * Segments images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @return {@code [N, h, w]} int64 class indices at the segmenter's own resolution, owned by the images' manager
     */
    NDArray segment(NDArray images);

    /** {@return the category of each class, in the order of {@link #labels()}; {@code object} for all by default} */
    default List<String> categories() {
        return Collections.nCopies(labels().size(), SegmentClass.OBJECT);
    }

    /** {@return the classes with their names and categories, in the order of their indices} */
    default List<SegmentClass> classes() {
        List<String> names = labels();
        List<String> categories = categories();
        return IntStream.range(0, names.size())
                .mapToObj(i -> new SegmentClass(i, names.get(i), categories.get(i)))
                .toList();
    }

    /** {@return the index of the class that means no class at all, if there is one; it is not scored} */
    default OptionalInt none() {
        return OptionalInt.empty();
    }

    /** {@return how many classes every pixel gets from {@link #segmentAll}, 1 by default} */
    default int channels() {
        return 1;
    }

    /**
     * Segments images into all channels. No class but {@link #none()} is in two channels at one pixel.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @return {@code [N, M, h, w]} int64 class indices, M being {@link #channels()} and the first channel what
     *     {@link #segment} gives; owned by the images' manager
     */
    default NDArray segmentAll(NDArray images) {
        try (NDArray only = segment(images)) {
            return only.expandDims(1); // [N, 1, h, w]
        }
    }

    /** Frees what the segmenter owns. */
    @Override
    void close();
}
