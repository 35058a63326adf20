package io.interp.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interp.core.data.EpochOrder.Tail;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {

    @Test
    void everyEpochOfAContinuedStreamIsAPermutation() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        for (int trial = 0; trial < 100; trial++) {
            int size = 1 + random.nextInt(40);
            int batch = 1 + random.nextInt(90);
            EpochOrder order = EpochOrder.of(trial, size, batch, Tail.CONTINUE);
            int[] stream = IntStream.range(0, 3 * size / batch + 1)
                    .flatMap(step -> Arrays.stream(order.batch(step)))
                    .toArray();
            for (int epoch = 0; epoch < 3; epoch++) {
                int[] seen = Arrays.copyOfRange(stream, epoch * size, (epoch + 1) * size);
                Arrays.sort(seen);
                assertThat(seen).containsExactly(IntStream.range(0, size).toArray());
            }
        }
    }

    @Test
    void droppedTailsNeverRepeatWithinAnEpoch() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(10);
        for (int trial = 0; trial < 100; trial++) {
            int size = 1 + random.nextInt(40);
            int batch = 1 + random.nextInt(size);
            EpochOrder order = EpochOrder.of(trial, size, batch, Tail.DROP);
            int steps = size / batch;
            for (int epoch = 0; epoch < 3; epoch++) {
                int[] seen = IntStream.range(epoch * steps, (epoch + 1) * steps)
                        .flatMap(step -> Arrays.stream(order.batch(step)))
                        .toArray();
                assertThat(seen).doesNotHaveDuplicates();
                assertThat(Arrays.stream(seen).allMatch(i -> i >= 0 && i < size))
                        .isTrue();
                assertThat(order.epoch((long) epoch * steps)).isEqualTo(epoch);
                assertThat(order.epoch((long) (epoch + 1) * steps - 1)).isEqualTo(epoch);
            }
        }
    }

    @Test
    void anyStepCanBeAskedForInAnyOrder() {
        EpochOrder order = EpochOrder.of(3, 100, 7, Tail.CONTINUE);
        int[][] forward = new int[50][];
        for (int step = 0; step < 50; step++) {
            forward[step] = order.batch(step);
        }
        EpochOrder resumed = EpochOrder.of(3, 100, 7, Tail.CONTINUE);
        for (int step = 49; step >= 0; step--) {
            assertThat(resumed.batch(step)).containsExactly(forward[step]);
        }
        boolean same = IntStream.range(0, 2000)
                .parallel()
                .allMatch(i -> Arrays.equals(resumed.batch(i % 50), forward[i % 50]));
        assertThat(same).isTrue();
        assertThat(order.batch(1L << 40)).hasSize(7);
    }

    @Test
    void seedsAndEpochsDiffer() {
        EpochOrder zero = EpochOrder.of(0, 50, 50, Tail.DROP);
        EpochOrder one = EpochOrder.of(1, 50, 50, Tail.DROP);
        assertThat(zero.batch(0)).isNotEqualTo(zero.batch(1));
        assertThat(zero.batch(0)).isNotEqualTo(one.batch(0));
        assertThat(zero.batch(1)).isNotEqualTo(one.batch(0));
    }

    @Test
    void firstPlacesAreDrawnEvenly() {
        int[] counts = new int[10];
        EpochOrder order = EpochOrder.of(5, 10, 10, Tail.DROP);
        for (int epoch = 0; epoch < 10_000; epoch++) {
            counts[order.batch(epoch)[0]]++;
        }
        double chiSquared = 0;
        for (int count : counts) {
            chiSquared += (count - 1000.0) * (count - 1000.0) / 1000;
        }
        assertThat(chiSquared).isLessThan(27.88); // 0.999 quantile, 9 degrees of freedom
    }

    @Test
    void refusesBadNumbers() {
        assertThatThrownBy(() -> EpochOrder.of(0, 0, 1, Tail.CONTINUE)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> EpochOrder.of(0, 1, 0, Tail.CONTINUE)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> EpochOrder.of(0, 5, 6, Tail.DROP)).hasMessageContaining("Tail.CONTINUE");
        assertThatThrownBy(() -> EpochOrder.of(0, 5, 5, Tail.DROP).batch(-1)).hasMessageContaining("step");
        assertThatThrownBy(() -> EpochOrder.of(0, 5, 5, Tail.DROP).batch(Long.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
    }
}
