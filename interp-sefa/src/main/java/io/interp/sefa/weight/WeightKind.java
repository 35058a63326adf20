package io.interp.sefa.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** How a weight tensor is to be read as a matrix with one column for each input. */
public enum WeightKind {
    /** {@code [units, in]}, as it is. */
    LINEAR(2, 1),
    /** {@code [out, in, k, k]} on an input of one pixel: one row for each output channel and tap. */
    CONVOLUTION(4, 1),
    /** {@code [in, out, k, k]} on an input of one pixel: one row for each output channel and tap. */
    TRANSPOSED_CONVOLUTION(4, 0);

    private final int rank;
    private final int inputAxis;

    WeightKind(int rank, int inputAxis) {
        this.rank = rank;
        this.inputAxis = inputAxis;
    }

    /**
     * {@return whether a tensor of this shape can be of this kind}
     *
     * @param shape the shape
     */
    public boolean fits(Shape shape) {
        return shape.dimension() == rank && shape.size() > 0;
    }

    /**
     * {@return the number of inputs of a tensor}
     *
     * @param shape its shape
     * @throws IllegalArgumentException if the shape is none of this kind
     */
    public int inputs(Shape shape) {
        if (!fits(shape)) {
            throw new IllegalArgumentException(
                    "a weight of kind " + this + " must have " + rank + " axes and no axis of size 0, got " + shape);
        }
        return Math.toIntExact(shape.get(inputAxis));
    }

    /**
     * Reads a tensor as a matrix.
     *
     * @param weight the tensor
     * @return {@code [rows, in]}, owned by the tensor's manager; the tensor itself where nothing is to do
     * @throws IllegalArgumentException if the shape is none of this kind
     */
    public NDArray toMatrix(NDArray weight) {
        int inputs = inputs(weight.getShape());
        return switch (this) {
            case LINEAR -> weight;
            case CONVOLUTION -> weight.transpose(0, 2, 3, 1).reshape(-1, inputs);
            case TRANSPOSED_CONVOLUTION -> weight.transpose(1, 2, 3, 0).reshape(-1, inputs);
        };
    }
}
