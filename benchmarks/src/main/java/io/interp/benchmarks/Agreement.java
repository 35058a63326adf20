package io.interp.benchmarks;

import ai.djl.ndarray.NDArray;
import io.interp.core.Network;

/** Stops a benchmark whose two sides do not compute the same. */
final class Agreement {

    private Agreement() {}

    /** Compares two numbers, to 1e-4 of their size. */
    static void same(String what, double ours, double theirs) {
        if (!(Math.abs(ours - theirs) <= 1e-4 * Math.abs(theirs))) {
            throw new IllegalStateException(
                    "the sides differ, so times mean nothing: " + what + " is " + ours + " and " + theirs);
        }
    }

    /** Adam moves a weight by about the learning rate whatever its gradient, so rounding can reach that size. */
    static void close(String what, Network ours, Network theirs) {
        ours.state().forEach((name, array) -> {
            try (NDArray difference = array.sub(theirs.state().get(name))) {
                double mean = difference.abs().mean().getFloat();
                if (!(mean <= 1e-5)) {
                    throw new IllegalStateException(
                            "the sides differ: " + what + " by " + mean + " on average in " + name);
                }
            }
        });
    }
}
