package io.interp.core.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.tensor.TensorOps;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was in memory before does not get into images or gradients. */
class ZeroedMemoryTest {

    /** Arrays of many sizes full of NaN, given back: what is allocated next lies where they lay. */
    private static void litter(NDManager manager, RandomGenerator sizes) {
        for (int i = 0; i < 30; i++) {
            try (NDManager scope = manager.newSubManager()) {
                float[] values = new float[1 << sizes.nextInt(17)];
                Arrays.fill(values, Float.NaN);
                scope.create(values).duplicate();
            }
        }
    }

    /** Numbers of channels that are no multiples of 16, of which the engine's convolutions pad the weights. */
    @ParameterizedTest
    @CsvSource({
        "true, 9, 100, 64, 1, 4, 1, 0",
        "true, 9, 3, 4, 1, 4, 1, 0",
        "true, 9, 4, 1, 4, 4, 2, 1",
        "true, 1, 64, 20, 8, 4, 2, 1",
        "true, 9, 12, 12, 8, 3, 1, 1",
        "true, 1, 3, 4, 16, 7, 1, 3",
        "false, 9, 20, 64, 8, 4, 2, 1",
        "false, 9, 3, 20, 8, 4, 2, 1",
        "false, 9, 64, 3, 8, 3, 1, 1",
        "false, 1, 12, 12, 16, 7, 1, 3"
    })
    void garbageStaysOutside(
            boolean transposed, int batch, int in, int out, int extent, int kernel, int stride, int padding) {
        RandomGenerator sizes = Draws.stream(1);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < 5; i++) {
                try (NDManager scope = manager.newSubManager();
                        GradScope on = GradScope.on()) {
                    NDArray x = scope.ones(new Shape(batch, in, extent, extent));
                    NDArray w = scope.ones(
                            transposed ? new Shape(in, out, kernel, kernel) : new Shape(out, in, kernel, kernel));
                    Gradients.require(x, w);
                    litter(scope, sizes);
                    NDArray y = transposed
                            ? TensorOps.convTranspose2d(x, w, null, stride, padding, 0)
                            : Conv2d.conv2d(
                                            x,
                                            w,
                                            null,
                                            new Shape(stride, stride),
                                            new Shape(padding, padding),
                                            new Shape(1, 1))
                                    .head();
                    litter(scope, sizes);
                    NDList gradients = Gradients.of(y.sum(), List.of(x, w));
                    for (NDArray array : List.of(y.stopGradient(), gradients.get(0), gradients.get(1))) {
                        assertThat(array.isInfinite().any().getBoolean()
                                        || array.isNaN().any().getBoolean())
                                .as("numbers that are none in %s", array.getShape())
                                .isFalse();
                    }
                }
            }
        }
    }
}
