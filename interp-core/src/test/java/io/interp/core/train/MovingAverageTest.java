package io.interp.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovingAverageTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Generator source = new Dcgan(4, 8, 1, 8, 4).generator(manager, 5);

    @AfterEach
    void close() {
        source.close();
        manager.close();
    }

    @Test
    void weightsAreAveragedAndBuffersCopied() {
        Set<String> trainable = source.parameters().keySet();
        assertThat(source.state().keySet()).hasSizeGreaterThan(trainable.size());
        try (MovingAverage average = new MovingAverage(source, 0.75)) {
            assertThat(average.generator().fingerprint()).isEqualTo(source.fingerprint());
            double shift = 0; // of the average, after adding 1 to every number of the source three times
            for (int step = 1; step <= 3; step++) {
                source.state().values().forEach(array -> array.addi(1));
                average.update();
                shift = 0.75 * shift + 0.25 * step;
            }
            for (String name : source.state().keySet()) {
                NDArray behind =
                        source.state().get(name).sub(average.generator().state().get(name));
                double expected = trainable.contains(name) ? 3 - shift : 0;
                for (float lag : behind.toFloatArray()) {
                    assertThat((double) lag).as(name).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    @Test
    void withoutDecayTheAverageIsTheSource() {
        try (MovingAverage average = new MovingAverage(source, 0)) {
            source.state().values().forEach(array -> array.muli(1.5f));
            average.update();
            NDArray z = source.latents().sample(manager, 0, 3);
            NDArray images = average.generator().generate(z);
            assertThat(images.sub(source.generate(z)).abs().max().getFloat()).isLessThan(1e-5f);
        }
    }

    @Test
    void updatesLeaveNoArraysBehindAndTheSourceAlone() {
        try (MovingAverage average = new MovingAverage(source, 0.9)) {
            String before = source.fingerprint();
            average.update();
            int held = source.manager().getManagedArrays().size();
            int averaged = average.generator().manager().getManagedArrays().size();
            for (int i = 0; i < 100; i++) {
                average.update();
            }
            assertThat(source.fingerprint()).isEqualTo(before);
            assertThat(source.manager().getManagedArrays()).hasSize(held);
            assertThat(average.generator().manager().getManagedArrays()).hasSize(averaged);
        }
    }

    @Test
    void decaysOutOfRangeAreRefused() {
        for (double decay : new double[] {-0.1, 1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MovingAverage(source, decay))
                    .withMessageContaining("[0, 1)");
        }
    }
}
