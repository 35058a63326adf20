package io.interp.egan;

import ai.djl.ndarray.NDArray;
import io.interp.core.tensor.TensorOps;

/** A mutation whose objective is multiplied by a number. */
record ScaledMutation(Mutation mutation, double factor) implements Mutation {

    ScaledMutation {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("a mutation can be scaled by a positive number, got " + factor);
        }
    }

    @Override
    public String label() {
        return mutation.label();
    }

    @Override
    public NDArray loss(NDArray scores) {
        return TensorOps.scale(mutation.loss(scores), factor);
    }

    @Override
    public String toString() {
        return mutation + " x " + factor;
    }
}
