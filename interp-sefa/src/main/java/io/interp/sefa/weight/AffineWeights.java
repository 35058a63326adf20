package io.interp.sefa.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.GradScope;

/**
 * The matrix A of an affine step y = A x + b, where x is a code or some of its coordinates.
 *
 * @param layer the number of the layer it belongs to
 * @param tensor the name of the tensor it was read from
 * @param matrix {@code [rows, columns]} float32 or float64
 * @param offset the first coordinate of the code that it takes
 * @param dimension the number of coordinates d of the whole code, at least offset + columns
 */
public record AffineWeights(int layer, String tensor, HostArray matrix, int offset, int dimension) {

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if the array is no matrix of float32 or float64, or takes coordinates that the code
     *     does not have
     */
    public AffineWeights {
        long[] shape = matrix.shape();
        if (shape.length != 2
                || shape[0] < 1
                || shape[1] < 1
                || !matrix.dataType().isFloating()) {
            throw new IllegalArgumentException(
                    "weights '" + tensor + "' must be a matrix of floats [rows, inputs], got " + matrix);
        }
        if (layer < 0 || offset < 0 || offset + shape[1] > dimension) {
            throw new IllegalArgumentException("weights '" + tensor + "' of layer " + layer + " take coordinates "
                    + offset + " to " + (offset + shape[1] - 1) + " of a code of " + dimension);
        }
    }

    /**
     * Takes a whole matrix.
     *
     * @param layer the number of the layer
     * @param tensor a name for messages
     * @param rows the rows, each of d coordinates
     * @return the weights
     * @throws IllegalArgumentException if there is no row or they differ in length
     */
    public static AffineWeights of(int layer, String tensor, double[]... rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("weights '" + tensor + "' are empty");
        }
        int columns = rows[0].length;
        double[] flat = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException("row " + i + " of weights '" + tensor + "' has " + rows[i].length
                        + " numbers, the first has " + columns);
            }
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return new AffineWeights(layer, tensor, HostArray.of(flat, rows.length, columns), 0, columns);
    }

    /**
     * Reads a tensor, all its inputs being the code.
     *
     * @param layer the number of the layer
     * @param tensor its name
     * @param kind how it is stored
     * @param weight the tensor, not changed and not kept
     * @return the weights, with no native memory
     * @throws IllegalArgumentException if the shape does not fit the kind
     */
    public static AffineWeights of(int layer, String tensor, WeightKind kind, NDArray weight) {
        return of(layer, tensor, kind, weight, 0, kind.inputs(weight.getShape()), 1);
    }

    /** Reads some of a tensor's inputs, its numbers divided by the gain that the network divides them by. */
    static AffineWeights of(
            int layer, String tensor, WeightKind kind, NDArray weight, int from, int columns, double gain) {
        try (GradScope off = GradScope.off();
                NDManager scope = weight.getManager().newSubManager()) {
            NDArray view = weight.reshape(weight.getShape());
            view.attach(scope);
            NDArray matrix = kind.toMatrix(view).get(":," + from + ":" + (from + columns)); // [rows, columns]
            NDArray plain = gain == 1
                    ? matrix.duplicate()
                    : matrix.toType(DataType.FLOAT64, true).div(gain);
            return new AffineWeights(layer, tensor, HostArray.copyOf(plain), 0, columns);
        }
    }

    /**
     * {@return the same matrix as one that takes some coordinates of a longer code}
     *
     * @param first the first coordinate it takes
     * @param whole the number of coordinates of the code
     */
    public AffineWeights within(int first, int whole) {
        return new AffineWeights(layer, tensor, matrix, first, whole);
    }

    /** {@return the number of rows m} */
    public int rows() {
        return Math.toIntExact(matrix.shape()[0]);
    }

    /** {@return the number of coordinates it takes} */
    public int columns() {
        return Math.toIntExact(matrix.shape()[1]);
    }

    /**
     * Uploads the matrix.
     *
     * @param manager the owner of the result
     * @return {@code [rows, columns]} float64
     */
    public NDArray toNDArray(NDManager manager) {
        return matrix.toNDArray(manager).toType(DataType.FLOAT64, false).reshape(new Shape(rows(), columns()));
    }
}
