package io.interp.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.LatentSpace;
import io.interp.core.io.HostArray;
import io.interp.core.io.Npy;
import io.interp.core.io.NpyRows;
import java.nio.file.Path;
import java.util.Arrays;

/** The latents a command works on, read some at a time. */
final class Latents {

    private static final int ROWS_WRITTEN = 4096;

    /** Some consecutive latents. */
    @FunctionalInterface
    private interface Rows {
        NDArray read(NDManager manager, long from, int count);
    }

    private final int count;
    private final int dimension;
    private final Rows rows;

    private Latents(int count, int dimension, Rows rows) {
        this.count = count;
        this.dimension = dimension;
        this.rows = rows;
    }

    /** {@return the first latents of a seed} */
    static Latents drawn(LatentSpace space, long seed, int count) {
        return new Latents(count, space.dimension(), (manager, from, n) -> space.sample(manager, seed, from, n));
    }

    /**
     * Reads latents from an npy file.
     *
     * @throws IllegalArgumentException if it does not hold finite float32 or float64 {@code [N, d]} with N of at least 1
     */
    static Latents read(Path file, LatentSpace space) {
        HostArray array = Npy.read(file);
        long[] shape = array.shape();
        boolean real = array.dataType() == DataType.FLOAT32 || array.dataType() == DataType.FLOAT64;
        if (!real || shape.length != 2 || shape[1] != space.dimension() || shape[0] < 1) {
            throw new IllegalArgumentException(
                    "latents in " + file + " must be float32 or float64 [N, " + space.dimension() + "], got " + array);
        }
        float[] values = array.toFloats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("latent " + i / shape[1] + " in " + file + " holds " + values[i]
                        + " at coordinate " + i % shape[1] + "; latents must be finite");
            }
        }
        int d = space.dimension();
        return new Latents(
                (int) shape[0],
                d,
                (manager, from, n) -> HostArray.of(
                                Arrays.copyOfRange(values, (int) from * d, (int) (from + n) * d), n, d)
                        .toNDArray(manager));
    }

    int count() {
        return count;
    }

    /** {@return latents from an index on, at most so many: {@code [N, d]} float32, owned by the manager} */
    NDArray batch(NDManager manager, long from, int atMost) {
        return rows.read(manager, from, (int) Math.min(atMost, count - from));
    }

    /** Writes all of them to an npy file, float32 {@code [N, d]}. */
    void write(Path file, NDManager parent) {
        NpyRows.write(file, DataType.FLOAT32, new long[] {count, dimension}, from -> {
            try (NDManager scope = parent.newSubManager()) {
                return HostArray.copyOf(batch(scope, from, ROWS_WRITTEN));
            }
        });
    }
}
