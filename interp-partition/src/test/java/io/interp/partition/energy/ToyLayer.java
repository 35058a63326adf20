package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.Draws;
import java.util.random.RandomGenerator;

/** The head of a small generator: rectified random linear maps of the latent, so homogeneous of degree 1. */
final class ToyLayer {

    private final NDArray weight; // [d, M * K]
    private final int filters;
    private final int side;

    ToyLayer(NDManager manager, int dimension, int filters, int side, long seed) {
        RandomGenerator random = Draws.stream(seed, 1);
        weight = Draws.normal(manager, random, new Shape(dimension, (long) filters * side * side))
                .div(Math.sqrt(dimension));
        this.filters = filters;
        this.side = side;
    }

    /** Maps [B, M, side, side] in the latents' manager. */
    NDArray apply(NDArray z) {
        return z.matMul(weight).maximum(0f).reshape(-1, filters, side, side);
    }
}
