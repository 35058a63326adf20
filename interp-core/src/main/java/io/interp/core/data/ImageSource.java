package io.interp.core.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;

/**
 * A fixed number of images of one size, read by number. Implementations may be read from several threads at once.
 */
public interface ImageSource {

    /** {@return what to call it in logs and results} */
    String name();

    /** {@return the number of images} */
    int size();

    /** {@return 1 for grey, 3 for red, green and blue} */
    int channels();

    /** {@return rows of each image} */
    int height();

    /** {@return columns of each image} */
    int width();

    /**
     * Reads one image.
     *
     * @param index which, from 0 to {@code size() - 1}
     * @param into receives channels x height x width values in [-1, 1], channel after channel
     * @param offset where to start in {@code into}
     * @throws IndexOutOfBoundsException if there is no such image
     * @throws IllegalArgumentException if the image is broken
     * @throws java.io.UncheckedIOException if it can't be read
     */
    void read(int index, float[] into, int offset);

    /** {@return the number of values of one image: channels x height x width} */
    default int valuesPerImage() {
        return channels() * height() * width();
    }

    /**
     * Reads a batch, with one upload.
     *
     * @param manager owns the result
     * @param indices which images, in this order; may repeat
     * @return {@code [N, C, H, W]}, float32 in [-1, 1]
     * @throws IllegalArgumentException if there are no indices, or an image is broken
     * @throws IndexOutOfBoundsException if there is no image of some index
     * @throws java.io.UncheckedIOException if an image can't be read
     */
    default NDArray batch(NDManager manager, int[] indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("a batch needs at least one image");
        }
        for (int index : indices) {
            Objects.checkIndex(index, size());
        }
        float[] values = new float[Math.multiplyExact(indices.length, valuesPerImage())];
        for (int i = 0; i < indices.length; i++) {
            read(indices[i], values, i * valuesPerImage());
        }
        return manager.create(values, new Shape(indices.length, channels(), height(), width()));
    }

    /**
     * Copies images out of a tensor.
     *
     * @param images {@code [N, C, H, W]}, float32 in [-1, 1], C of 1 or 3; not closed, and not needed afterwards
     * @return the images
     * @throws IllegalArgumentException if type or shape is another, or a value lies outside [-1, 1]
     */
    static ImageSource of(NDArray images) {
        return HeapImages.copyOf("array", images, PixelRange.SIGNED);
    }
}
