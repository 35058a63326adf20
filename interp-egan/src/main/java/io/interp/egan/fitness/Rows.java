package io.interp.egan.fitness;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/** Picks rows of an array. */
public final class Rows {

    private Rows() {}

    /**
     * Picks rows.
     *
     * @param array {@code [N, ...]}
     * @param indices which rows, in this order; may repeat
     * @return {@code [indices, ...]}, owned by the array's manager
     */
    public static NDArray of(NDArray array, int[] indices) {
        long[] wide = new long[indices.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = indices[i];
        }
        try (NDArray index = array.getManager().create(wide)) {
            return array.get(new NDIndex("{}", index));
        }
    }
}
