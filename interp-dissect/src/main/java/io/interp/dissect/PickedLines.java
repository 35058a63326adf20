package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;

/** Rows or columns of maps, picked by their indices. */
final class PickedLines {

    private PickedLines() {}

    /** {@return the lines of one of the last two axes of {@code [N, U, h, w]}, in the given order} */
    static NDArray of(NDArray maps, int axis, int[] lines) {
        NDArray indices =
                maps.getManager().create(Arrays.stream(lines).asLongStream().toArray());
        return maps.get(new NDIndex(axis == 2 ? ":, :, {}" : ":, :, :, {}", indices));
    }

    /** {@return maps {@code [N, M, h, w]} at another size, every pixel taking the value of the one under its centre} */
    static NDArray nearest(NDArray maps, int height, int width) {
        NDArray rows = of(maps, 2, centres(Math.toIntExact(maps.getShape().get(2)), height));
        return of(rows, 3, centres(Math.toIntExact(maps.getShape().get(3)), width));
    }

    private static int[] centres(int from, int to) {
        int[] lines = new int[to];
        Arrays.setAll(lines, t -> (int) ((t + 0.5) * from / to));
        return lines;
    }
}
