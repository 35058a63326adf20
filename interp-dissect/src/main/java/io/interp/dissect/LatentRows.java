package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.LatentSpace;
import io.interp.core.io.HostArray;
import java.util.Arrays;

/** An ordered list of latents of which any stretch can be had again. */
sealed interface LatentRows {

    /** {@return consecutive latents {@code [count, d]} float32, owned by the manager} */
    NDArray rows(NDManager manager, LatentSpace space, long from, int count);

    /** Latents drawn from a seed. */
    record Drawn(long seed) implements LatentRows {
        @Override
        public NDArray rows(NDManager manager, LatentSpace space, long from, int count) {
            return space.sample(manager, seed, from, count);
        }
    }

    /** Latents that a caller gave, {@code [N, d]}. */
    record Given(HostArray latents) implements LatentRows {
        @Override
        public NDArray rows(NDManager manager, LatentSpace space, long from, int count) {
            int dimension = space.dimension();
            if (latents.shape().length != 2 || latents.shape()[1] != dimension) {
                throw new IllegalArgumentException("latents must be [N, " + dimension + "], got " + latents);
            }
            float[] values = latents.toFloats();
            int start = Math.toIntExact(from * dimension);
            return manager.create(
                    Arrays.copyOfRange(values, start, start + count * dimension), new Shape(count, dimension));
        }
    }
}
