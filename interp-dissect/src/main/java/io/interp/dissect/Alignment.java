package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import io.interp.core.tensor.TensorOps;

/**
 * Where the cells of a layer's maps lie in the image, and so how maps are brought to the resolution of a segmentation:
 * bilinearly, cells beyond the edge repeating the edge.
 */
public sealed interface Alignment {

    /** {@return cells that fill the image evenly, the usual case: half-pixel bilinear interpolation} */
    static Alignment centred() {
        return new Centred();
    }

    /**
     * {@return cells whose centres lie at {@code cell * scale + offset} in pixels of the image, in both directions}
     *
     * @param scale pixels from cell to cell, positive
     * @param offset the pixel of the centre of cell 0
     */
    static Affine affine(double scale, double offset) {
        return new Affine(scale, offset);
    }

    /**
     * Brings maps to a segmentation's resolution.
     *
     * @param maps {@code [N, U, h, w]} float32
     * @param imageHeight rows of the images
     * @param imageWidth columns of the images
     * @param height rows of the segmentation, which covers the same image
     * @param width columns of the segmentation
     * @return {@code [N, U, height, width]} float32, owned by the maps' manager
     */
    NDArray upsample(NDArray maps, int imageHeight, int imageWidth, int height, int width);

    /** Cells that fill the image evenly: feature coordinate (t + 1/2) h / T - 1/2 for pixel t of T. */
    record Centred() implements Alignment {
        @Override
        public NDArray upsample(NDArray maps, int imageHeight, int imageWidth, int height, int width) {
            return TensorOps.resizeBilinear(maps, height, width, false);
        }
    }

    /**
     * Cells whose centres lie at {@code cell * scale + offset}. Start from the identity and apply the layers between the
     * dissected one and the image in order.
     *
     * @param scale pixels from cell to cell
     * @param offset the pixel of the centre of cell 0
     */
    record Affine(double scale, double offset) implements Alignment {

        /** The cells are the pixels. */
        public static final Affine IDENTITY = new Affine(1, 0);

        /**
         * Validates the numbers.
         *
         * @throws IllegalArgumentException if the scale is not positive or a number is not finite
         */
        public Affine {
            if (!(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(offset)) {
                throw new IllegalArgumentException(
                        "an alignment needs a positive scale and a finite offset, got " + scale + " and " + offset);
            }
        }

        /**
         * {@return where the cells lie after a transposed convolution}
         *
         * @param kernel its kernel size
         * @param stride its stride
         * @param padding its padding
         */
        public Affine transposed(int kernel, int stride, int padding) {
            return new Affine(scale * stride, offset * stride + (kernel - 1) / 2.0 - padding);
        }

        /**
         * {@return where the cells lie after a convolution}
         *
         * @param kernel its kernel size
         * @param stride its stride
         * @param padding its padding
         */
        public Affine convolved(int kernel, int stride, int padding) {
            return new Affine(scale / stride, (offset + padding - (kernel - 1) / 2.0) / stride);
        }

        /**
         * {@return where the cells lie after pixels were repeated}
         *
         * @param factor how often, in both directions
         */
        public Affine repeated(int factor) {
            return new Affine(scale * factor, offset * factor + (factor - 1) / 2.0);
        }

        @Override
        public NDArray upsample(NDArray maps, int imageHeight, int imageWidth, int height, int width) {
            NDArray rows = lines(maps, 2, imageHeight, height); // [N, U, T, w]
            return lines(rows, 3, imageWidth, width); // [N, U, T, S]
        }

        private NDArray lines(NDArray maps, int axis, int imageSize, int size) {
            int cells = Math.toIntExact(maps.getShape().get(axis));
            int[] low = new int[size];
            int[] high = new int[size];
            float[] share = new float[size];
            for (int t = 0; t < size; t++) {
                double pixel = (t + 0.5) * imageSize / size - 0.5;
                double cell = Math.max(0, Math.min(cells - 1, (pixel - offset) / scale));
                low[t] = (int) cell;
                high[t] = Math.min(low[t] + 1, cells - 1);
                share[t] = (float) (cell - low[t]);
            }
            NDArray from = PickedLines.of(maps, axis, low);
            NDArray to = PickedLines.of(maps, axis, high);
            NDArray weights = maps.getManager().create(share);
            NDArray broadcast = axis == 2 ? weights.reshape(size, 1) : weights;
            return from.add(to.sub(from).mul(broadcast));
        }
    }
}
