package io.interp.sefa.attribute;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Scores images by attributes, such as age or smile; the user brings it. */
public interface AttributePredictor {

    /** {@return the names of the attributes, in the order of scores} */
    List<String> attributes();

    /**
     * Scores images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @return {@code [N, F]} float32, one column for each attribute, higher for more of it; owned by the images' manager
     */
    NDArray score(NDArray images);

    /**
     * {@return a predictor made of a function}
     *
     * @param attributes the names, at least one
     * @param score turns {@code [N, C, H, W]} images into {@code [N, F]} scores
     * @throws IllegalArgumentException if there is no name, or one comes twice
     */
    static AttributePredictor of(List<String> attributes, UnaryOperator<NDArray> score) {
        List<String> names = List.copyOf(attributes);
        Objects.requireNonNull(score, "score");
        if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("attributes need at least one name and each its own, got " + names);
        }
        return new AttributePredictor() {
            @Override
            public List<String> attributes() {
                return names;
            }

            @Override
            public NDArray score(NDArray images) {
                return score.apply(images);
            }
        };
    }
}
