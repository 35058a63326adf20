package io.interp.egan;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** A mutation that a caller brings. */
record FunctionMutation(String label, UnaryOperator<NDArray> function) implements Mutation {

    FunctionMutation {
        if (!label.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "a mutation's label is of lower-case letters, digits and hyphens, got '" + label + "'");
        }
    }

    @Override
    public NDArray loss(NDArray scores) {
        return function.apply(scores);
    }

    @Override
    public String toString() {
        return label;
    }
}
