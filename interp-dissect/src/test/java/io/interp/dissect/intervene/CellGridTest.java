package io.interp.dissect.intervene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Layer;
import io.interp.core.tensor.Draws;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellGridTest {

    @Test
    void meansAreThoseOfEveryCellsWindow() {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int[] size : new int[][] {{8, 8, 4, 2}, {7, 10, 3, 4}, {3, 3, 5, 5}}) {
                NDArray maps = Draws.normal(manager, Draws.stream(5), new Shape(2, size[0], size[1]));
                float[] pixels = maps.toFloatArray();
                float[] means = new CellGrid(size[2], size[3]).means(maps).toFloatArray();
                for (int cell = 0; cell < means.length; cell++) {
                    int image = cell / (size[2] * size[3]);
                    int row = cell / size[3] % size[2];
                    int column = cell % size[3];
                    double sum = 0;
                    int count = 0;
                    for (int y = 0; y < size[0]; y++) {
                        for (int x = 0; x < size[1]; x++) {
                            // A pixel is in the window when the open intervals of pixel and cell meet.
                            boolean inRow = y * size[2] < (row + 1) * size[0] && (y + 1) * size[2] > row * size[0];
                            boolean inColumn =
                                    x * size[3] < (column + 1) * size[1] && (x + 1) * size[3] > column * size[1];
                            if (inRow && inColumn) {
                                sum += pixels[(image * size[0] + y) * size[1] + x];
                                count++;
                            }
                        }
                    }
                    assertThat((double) means[cell]).isCloseTo(sum / count, within(1e-6));
                }
            }
        }
    }

    @Test
    void refusesFlatLayers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CellGrid.of(new Layer("dense", "Linear", new Shape(12), List.of())))
                .withMessageContaining("'dense'");
    }
}
