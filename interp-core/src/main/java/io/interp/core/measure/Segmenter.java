package io.interp.core.measure;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Finds the class of every pixel of an image. Owns whatever network it uses. */
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

    /** Frees what the segmenter owns. */
    @Override
    void close();
}
