package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Takes batches of activations {@code [N, U, ...]} apart: checks, bounded pieces, and the layouts that statistics read. */
final class UnitSamples {

    // Bounds the scratch memory of a call: 32 MiB for a piece in float64.
    private static final long PIECE_ELEMENTS = 1L << 22;

    private UnitSamples() {}

    /**
     * Checks a batch and passes it on in pieces along its first dimension. A piece is outside autograd and belongs to a
     * manager that is closed when the consumer returns.
     */
    static void forEachPiece(NDArray batch, int units, Consumer<NDArray> consumer) {
        checkShape("batch", batch, units);
        Shape shape = batch.getShape();
        if (shape.size() == 0) {
            return;
        }
        try (NDManager scratch = batch.getManager().newSubManager()) {
            NDArray values = plain(batch, scratch);
            checkFinite(values);
            long step = pieceLength(shape.size() / shape.get(0));
            for (long from = 0; from < shape.get(0); from += step) {
                try (NDManager pieceManager = scratch.newSubManager()) {
                    consumer.accept(slice(values, from, step, pieceManager));
                }
            }
        }
    }

    static void checkShape(String name, NDArray batch, int units) {
        Shape shape = batch.getShape();
        if (shape.dimension() < 2 || shape.get(1) != units) {
            throw new IllegalArgumentException(
                    name + " must have shape [N, " + units + "] or [N, " + units + ", ...], got " + shape);
        }
    }

    /** {@return how many first-dimension items of the given size make up a piece} */
    static long pieceLength(long itemElements) {
        return Math.max(1, PIECE_ELEMENTS / itemElements);
    }

    /** {@return the array without its gradient history, owned by the given manager} */
    static NDArray plain(NDArray array, NDManager manager) {
        NDArray values = array.stopGradient();
        values.attach(manager);
        return values.getDataType() == DataType.BOOLEAN ? values.toType(DataType.UINT8, false) : values;
    }

    static NDArray slice(NDArray values, long from, long step, NDManager manager) {
        long to = Math.min(from + step, values.getShape().get(0));
        NDArray piece = values.get(new NDIndex().addSliceDim(from, to));
        piece.attach(manager);
        return piece;
    }

    /** {@return one row per sample and position, {@code [N, U, ...]} to {@code [N * positions, U]}} */
    static NDArray rows(NDArray piece) {
        int rank = piece.getShape().dimension();
        if (rank == 2) {
            return piece;
        }
        int[] axes = IntStream.range(0, rank)
                .map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1)
                .toArray();
        return piece.transpose(axes).reshape(-1, piece.getShape().get(1)); // [S, U]
    }

    /** {@return one row per unit, {@code [N, U, ...]} to {@code [U, N * positions]}} */
    static NDArray columns(NDArray piece) {
        int rank = piece.getShape().dimension();
        int[] axes = IntStream.range(0, rank).map(i -> i < 2 ? 1 - i : i).toArray();
        return piece.transpose(axes).reshape(piece.getShape().get(1), -1); // [U, S]
    }

    // Two reductions need no memory, and the engine's min and max pass NaN on.
    private static void checkFinite(NDArray values) {
        double low = values.min().toType(DataType.FLOAT64, false).getDouble();
        double high = values.max().toType(DataType.FLOAT64, false).getDouble();
        if (!Float.isFinite((float) low) || !Float.isFinite((float) high)) {
            throw new IllegalArgumentException("batch must hold finite float32 values, got a minimum of " + low
                    + " and a maximum of " + high + "; look for NaN or overflow in the layer that made it");
        }
    }
}
