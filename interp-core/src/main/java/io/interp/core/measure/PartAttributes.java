package io.interp.core.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.NearNames;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/**
 * Numbers about the parts of images that a segmenter finds, attributes where no labels exist: how large each part is, how
 * bright, how red rather than blue, and where. Owns nothing; the segmenter stays the caller's.
 *
 * <p>For a part called hair these are {@code hair area}, its share of the image's pixels; {@code hair brightness}, the mean
 * of its colours in [-1, 1]; {@code hair warmth}, its mean red minus its mean blue, which grey images lack; {@code hair
 * right} and {@code hair down}, the place of its centre from -1 (left, top) to 1. A part that an image lacks has area 0
 * and else NaN.
 */
public final class PartAttributes {

    private final Segmenter segmenter;
    private final List<String> parts;

    /**
     * Chooses the parts.
     *
     * @param segmenter finds them
     * @param parts labels of the segmenter
     * @throws IllegalArgumentException if there is no part, one is given twice or the segmenter has no such label
     */
    public PartAttributes(Segmenter segmenter, List<String> parts) {
        if (parts.isEmpty() || parts.stream().distinct().count() < parts.size()) {
            throw new IllegalArgumentException("one part or more is needed, each once, got " + parts);
        }
        for (String part : parts) {
            if (!segmenter.labels().contains(part)) {
                throw new IllegalArgumentException(
                        NearNames.unknown("class", part, "segmenter '" + segmenter.name() + "'", segmenter.labels()));
            }
        }
        this.segmenter = segmenter;
        this.parts = List.copyOf(parts);
    }

    /**
     * {@return the names of the attributes in their order}
     *
     * @param channels the channels of the images, 1 or 3
     */
    public List<String> names(int channels) {
        List<String> numbers = channels == 3
                ? List.of("area", "brightness", "warmth", "right", "down")
                : List.of("area", "brightness", "right", "down");
        return parts.stream()
                .flatMap(part -> numbers.stream().map(number -> part + " " + number))
                .toList();
    }

    /**
     * Looks at images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], C of 1 or 3; unchanged
     * @return {@code [N, F]} float32, a column for each of {@link #names}, owned by the images' manager
     * @throws IllegalArgumentException if the images have another shape
     */
    public NDArray measure(NDArray images) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || (shape.get(1) != 1 && shape.get(1) != 3)) {
            throw new IllegalArgumentException("images must be [N, 1 or 3, H, W], got " + shape);
        }
        try (GradScope off = GradScope.off();
                NDManager scope = images.getManager().newSubManager()) {
            NDArray own = images.stopGradient();
            own.attach(scope);
            NDArray classes = segmenter.segmentAll(own); // [N, M, h, w]
            Maps maps =
                    Maps.of(own, classes.getShape().get(2), classes.getShape().get(3));
            NDArray flat = classes.reshape(shape.get(0), segmenter.channels(), -1); // [N, M, P]
            NDList columns = new NDList();
            for (String part : parts) {
                NDArray mask = flat.eq(segmenter.labels().indexOf(part))
                        .toType(DataType.FLOAT32, false)
                        .max(new int[] {1}, true); // [N, 1, P]
                maps.describe(mask, columns);
            }
            NDArray all = NDArrays.concat(columns, 1); // [N, F]
            all.attach(images.getManager());
            return all;
        }
    }

    /**
     * What is averaged over a part of P = h w pixels.
     *
     * @param colours {@code [N, 1 or 2, P]} brightness, and warmth of colour images
     * @param places {@code [1, 2, P]} from -1 to 1, rightwards and downwards
     */
    private record Maps(NDArray colours, NDArray places) {

        private static final int[] PIXELS = {2};

        static Maps of(NDArray images, long height, long width) {
            Shape shape = images.getShape();
            NDArray fitted = TensorOps.resizeBilinear(images, height, width, false)
                    .reshape(shape.get(0), shape.get(1), -1); // [N, C, P]
            NDArray colours = fitted.mean(new int[] {1}, true);
            if (shape.get(1) == 3) {
                NDArray warmth = fitted.get(new NDIndex(":, 0:1")).sub(fitted.get(new NDIndex(":, 2:3")));
                colours = NDArrays.concat(new NDList(colours, warmth), 1);
            }
            Shape plane = new Shape(1, 1, height, width);
            Shape line = new Shape(1, 1, height * width);
            NDArray right = centres(images.getManager(), width).reshape(1, 1, 1, width);
            NDArray down = centres(images.getManager(), height).reshape(1, 1, height, 1);
            NDList places = new NDList(
                    right.broadcast(plane).reshape(line), down.broadcast(plane).reshape(line));
            return new Maps(colours, NDArrays.concat(places, 1));
        }

        /** The middles of pixels on a line from -1 to 1. */
        private static NDArray centres(NDManager manager, long pixels) {
            NDArray index = manager.arange(0f, (float) pixels, 1f);
            return TensorOps.scale(index.add(0.5), 2.0 / pixels).sub(1);
        }

        void describe(NDArray mask, NDList columns) {
            NDArray count = mask.sum(PIXELS); // [N, 1]
            columns.add(mask.mean(PIXELS));
            columns.add(colours.mul(mask).sum(PIXELS).div(count)); // 0 / 0 is NaN
            columns.add(places.mul(mask).sum(PIXELS).div(count));
        }
    }
}
