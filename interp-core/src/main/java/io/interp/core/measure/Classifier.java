package io.interp.core.measure;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Says what images show, as probabilities of classes. */
public interface Classifier extends AutoCloseable {

    /** {@return a name for tables and results} */
    String name();

    /** {@return the classes in the order of their indices} */
    List<String> labels();

    /**
     * Classifies images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]; unchanged
     * @return {@code [N, classes]} float32, each row at least 0 and summing to 1, owned by the images' manager
     * @throws IllegalArgumentException if the images do not fit the classifier
     */
    NDArray probabilities(NDArray images);

    /** Frees what the classifier owns. */
    @Override
    void close();
}
