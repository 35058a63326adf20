package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.interp.core.NearNames;
import io.interp.core.measure.Segmenter;
import io.interp.core.measure.SoftSegmenter;
import java.util.Objects;

/**
 * One class of a segmenter: s_c(x) of the paper.
 *
 * @param segmenter finds the class; stays the caller's
 * @param index which of its labels
 */
public record TargetClass(Segmenter segmenter, int index) {

    /** Validates the index. */
    public TargetClass {
        Objects.checkIndex(index, segmenter.labels().size());
    }

    /**
     * {@return the class of a name}
     *
     * @param segmenter finds the class; stays the caller's
     * @param name one of its labels
     * @throws IllegalArgumentException if there is no such label; the message lists near ones
     */
    public static TargetClass of(Segmenter segmenter, String name) {
        int index = segmenter.labels().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    NearNames.unknown("class", name, "segmenter '" + segmenter.name() + "'", segmenter.labels()));
        }
        return new TargetClass(segmenter, index);
    }

    /** {@return the label} */
    public String name() {
        return segmenter.labels().get(index);
    }

    /**
     * Finds the pixels of the class.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @return {@code [N, h, w]} float32, 1 in the class and 0 outside, owned by the images' manager
     */
    public NDArray hard(NDArray images) {
        return segmenter.segment(images).eq(index).toType(DataType.FLOAT32, false); // [N, h, w]
    }

    /**
     * Scores how much every pixel belongs to the class; gradients flow where they are recorded.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @return {@code [N, h, w]} float32 in [0, 1], owned by the images' manager
     * @throws IllegalArgumentException if the segmenter gives no soft scores
     */
    public NDArray soft(NDArray images) {
        return requireSoft().softScore(images, index);
    }

    /**
     * {@return the segmenter, which must give soft scores}
     *
     * @throws IllegalArgumentException if it gives none
     */
    SoftSegmenter requireSoft() {
        if (segmenter instanceof SoftSegmenter soft) {
            return soft;
        }
        throw new IllegalArgumentException("segmenter '" + segmenter.name() + "' gives no soft scores, which are needed"
                + " to find units by gradients; use a SoftSegmenter, or rank units by another measure");
    }
}
