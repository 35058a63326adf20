package io.interp.core.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions are right on the processor at hand, whatever lay in memory before, and wrong ones are found out. */
class ConvolutionCheckTest {

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

    /** Other cases than those of the check: numbers of channels that are no multiples of 16. */
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
        "false, 1, 12, 12, 16, 7, 1, 3",
        "false, 1, 100, 24, 17, 3, 2, 1"
    })
    void theEngineIsRightWhateverLayInMemory(
            boolean transposed, int batch, int in, int out, int extent, int kernel, int stride, int padding) {
        ConvolutionCase one = new ConvolutionCase(transposed, batch, in, out, extent, kernel, stride, padding);
        RandomGenerator sizes = Draws.stream(1);
        BinaryOperator<NDArray> littered = (x, w) -> {
            litter(x.getManager(), sizes);
            NDArray y = ConvolutionCheck.convolve(one, x, w);
            litter(x.getManager(), sizes);
            return y;
        };
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < 5; i++) {
                try (NDManager scope = manager.newSubManager();
                        GradScope on = GradScope.on()) {
                    assertThat(one.isRight(scope, littered)).isTrue();
                }
            }
        }
    }

    /** What oneDNN was seen to do: the last channels left out, forwards or only where gradients flow; and NaN. */
    @ParameterizedTest
    @CsvSource({"true, 2, 20, 4, 4, 4, 2, 1", "false, 2, 24, 5, 9, 3, 2, 1"})
    void wrongConvolutionsAreFoundOut(
            boolean transposed, int batch, int in, int out, int extent, int kernel, int stride, int padding) {
        ConvolutionCase one = new ConvolutionCase(transposed, batch, in, out, extent, kernel, stride, padding);
        try (NDManager manager = NDManager.newBaseManager();
                GradScope on = GradScope.on()) {
            String channels = ":, :16";
            String filters = transposed ? ":16" : ":, :16";
            BinaryOperator<NDArray> whole = (x, w) -> ConvolutionCheck.convolve(one, x, w);
            BinaryOperator<NDArray> partly = (x, w) -> ConvolutionCheck.convolve(one, x.get(channels), w.get(filters));
            // Right values, but the gradient is that of the first channels alone.
            BinaryOperator<NDArray> noSlope = (x, w) -> partly.apply(x, w)
                    .add(whole.apply(x, w).stopGradient())
                    .sub(partly.apply(x, w).stopGradient());
            BinaryOperator<NDArray> notNumbers = (x, w) -> whole.apply(x, w).mul(manager.create(Float.NaN));
            assertThat(one.isRight(manager, whole)).isTrue();
            assertThat(one.isRight(manager, partly)).isFalse();
            assertThat(one.isRight(manager, noSlope)).isFalse();
            assertThat(one.isRight(manager, notNumbers)).isFalse();
        }
    }
}
