package io.interp.core.io;

import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongFunction;

/** Writes npy files some rows at a time, so that they may be larger than memory. */
public final class NpyRows {

    private NpyRows() {}

    /**
     * Writes an array to a file, under a temporary name first.
     *
     * @param file the file, usually named {@code *.npy}
     * @param dataType the element type
     * @param shape the dimensions of the whole array, at least one
     * @param rowsFrom gives the rows from an index on, at least one at each call: an array of the same type and the same
     *     dimensions but for the first; called until all rows are written
     * @throws IllegalArgumentException if npy files of that element type can't be written, or some rows are of another
     *     type or shape; nothing is written then
     * @throws java.io.UncheckedIOException if the file can't be written
     */
    public static void write(Path file, DataType dataType, long[] shape, LongFunction<HostArray> rowsFrom) {
        if (shape.length == 0) {
            throw new IllegalArgumentException("an array without dimensions has no rows");
        }
        byte[] header = Npy.header(dataType, shape);
        SafeWrite.file(file, out -> {
            out.write(header);
            long row = 0;
            while (row < shape[0]) {
                HostArray rows = check(rowsFrom.apply(row), dataType, shape, shape[0] - row);
                Npy.writeBytes(out, rows.bytes());
                row += rows.shape()[0];
            }
        });
    }

    private static HostArray check(HostArray rows, DataType dataType, long[] shape, long left) {
        long[] got = rows.shape();
        boolean fits = rows.dataType() == dataType
                && got.length == shape.length
                && Arrays.equals(got, 1, got.length, shape, 1, shape.length)
                && got[0] >= 1
                && got[0] <= left;
        if (!fits) {
            throw new IllegalArgumentException(
                    "expected 1 to " + left + " rows of " + dataType + " " + Arrays.toString(shape) + ", got " + rows);
        }
        return rows;
    }
}
