package io.interp.dissect.intervene;

import ai.djl.ndarray.NDArray;
import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Which cells of an image are changed: some of those that qualify, the same ones for the same image of a seed. */
final class CellDraws {

    private static final long CELLS = 0x706c;

    private final CellGrid grid;
    private final EffectOptions options;

    CellDraws(CellGrid grid, EffectOptions options) {
        this.grid = grid;
        this.options = options;
    }

    /** {@return {@code [slots][n]}: in each slot one cell of each image of a batch, in random order} */
    int[][] any(int first, int count) {
        int[][] chosen = new int[Math.min(options.cells(), grid.cells())][count];
        for (int i = 0; i < count; i++) {
            int[] drawn = Draws.distinct(stream(first + i), grid.cells(), chosen.length);
            for (int slot = 0; slot < chosen.length; slot++) {
                chosen[slot][i] = drawn[slot];
            }
        }
        return chosen;
    }

    /** {@return the same, of cells where the class is; -1 where an image has fewer of them} */
    int[][] withClass(float[] shares, int first) {
        int count = shares.length / grid.cells();
        int[][] perImage = new int[count][];
        int slots = 0;
        for (int i = 0; i < count; i++) {
            int at = i;
            perImage[i] = Arrays.stream(Draws.distinct(stream(first + i), grid.cells(), grid.cells()))
                    .filter(cell -> shares[at * grid.cells() + cell] > 0)
                    .limit(options.cells())
                    .toArray();
            slots = Math.max(slots, perImage[i].length);
        }
        int[][] chosen = new int[slots][count];
        for (int slot = 0; slot < slots; slot++) {
            for (int i = 0; i < count; i++) {
                chosen[slot][i] = slot < perImage[i].length ? perImage[i][slot] : -1;
            }
        }
        return chosen;
    }

    private RandomGenerator stream(int image) {
        return Draws.stream(options.sample().seed(), CELLS, image);
    }

    /** {@return the value of each image's cell, 0 for none} */
    double[] read(NDArray cellMeans, int[] cells) {
        float[] host = cellMeans.toFloatArray();
        double[] values = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            values[i] = cells[i] < 0 ? 0 : host[i * grid.cells() + cells[i]];
        }
        return values;
    }
}
