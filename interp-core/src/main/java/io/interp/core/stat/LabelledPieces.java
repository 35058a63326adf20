package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Consumer;

/** Activations {@code [N, U, P]} and the labels {@code [N, M, P]} of their positions, on the heap, piece by piece. */
final class LabelledPieces {

    private final float[] values;
    private final int[] labels;
    private final int images;
    private final int channels;
    private final int positions;

    private LabelledPieces(float[] values, int[] labels, int images, int channels, int positions) {
        this.values = values;
        this.labels = labels;
        this.images = images;
        this.channels = channels;
        this.positions = positions;
    }

    float[] values() {
        return values;
    }

    int[] labels() {
        return labels;
    }

    int images() {
        return images;
    }

    int channels() {
        return channels;
    }

    int positions() {
        return positions;
    }

    /** Checks all labels, then passes pieces on; each has the images that fit into the scratch memory of a call. */
    static void forEach(NDArray values, NDArray labels, int units, int classes, Consumer<LabelledPieces> consumer) {
        Shape shape = values.getShape();
        Shape labelShape = labels.getShape();
        UnitSamples.checkShape("values", values, units);
        if (labelShape.dimension() < 2
                || labelShape.get(0) != shape.get(0)
                || labelShape.get(1) < 1
                || !labelShape.slice(2).equals(shape.slice(2))) {
            throw new IllegalArgumentException("labels must be [N, channels, ...] with the images and positions of the"
                    + " values " + shape + ", got " + labelShape);
        }
        int channels = Math.toIntExact(labelShape.get(1));
        int positions = Math.toIntExact(labelShape.slice(2).size());
        int[] all = labels(labels, classes);
        int[] from = {0};
        UnitSamples.forEachPiece(values, units, piece -> {
            int images = Math.toIntExact(piece.getShape().get(0));
            int[] own =
                    Arrays.copyOfRange(all, from[0] * channels * positions, (from[0] + images) * channels * positions);
            consumer.accept(new LabelledPieces(
                    piece.toType(DataType.FLOAT32, false).toFloatArray(), own, images, channels, positions));
            from[0] += images;
        });
    }

    private static int[] labels(NDArray labels, int classes) {
        try (NDManager scratch = labels.getManager().newSubManager()) {
            NDArray whole = UnitSamples.plain(labels, scratch).toType(DataType.INT64, false);
            long[] values = whole.toLongArray();
            int[] out = new int[values.length];
            for (int i = 0; i < out.length; i++) {
                if (values[i] < 0 || values[i] >= classes) {
                    throw new IllegalArgumentException("labels must be from 0 to " + (classes - 1) + " for " + classes
                            + " classes, got " + values[i] + "; does the segmenter's list of labels fit it?");
                }
                out[i] = (int) values[i];
            }
            return out;
        }
    }
}
