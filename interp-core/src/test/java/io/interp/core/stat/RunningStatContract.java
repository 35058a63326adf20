package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every running statistic must do. */
abstract class RunningStatContract<S extends RunningStat<S>> {

    static final int UNITS = 5;

    NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    /** An empty statistic of UNITS units whose first sample is item number {@code first} of the stream. */
    abstract S fresh(long first);

    /** An empty statistic with other options. */
    abstract S different();

    /** Asserts that two statistics summarise the same samples, to 1e-12 relative where there is rounding. */
    abstract void assertSame(S actual, S expected);

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Values on a grid of 1/16, so that ties happen. */
    static float[] draw(RandomGenerator random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = Math.round(random.nextGaussian() * 48) / 16f;
        }
        return values;
    }

    static void assertClose(double[] actual, double[] expected, double scale) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("element %d: %s and %s", i, actual[i], expected[i])
                    .isLessThanOrEqualTo(1e-12 * (scale + Math.abs(expected[i])));
        }
    }

    static void assertEqualState(MergeableStat<?> actual, MergeableStat<?> expected) {
        Map<String, HostArray> a = actual.state();
        Map<String, HostArray> b = expected.state();
        assertThat(a.keySet()).isEqualTo(b.keySet());
        for (String name : a.keySet()) {
            assertThat(a.get(name).toString()).as(name).isEqualTo(b.get(name).toString());
            assertThat(a.get(name).bytes()).as(name).isEqualTo(b.get(name).bytes());
        }
    }

    NDArray batch(RandomGenerator random, int items) {
        Shape shape = random.nextBoolean() ? new Shape(items, UNITS) : new Shape(items, UNITS, 2, 3);
        return manager.create(draw(random, (int) shape.size()), shape);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anySplitMergedInAnyOrderIsTheWhole(long seed) {
        RandomGenerator random = random(seed);
        int items = random.nextInt(2, 60);
        NDArray all = batch(random, items);
        S whole = fresh(0);
        whole.add(all);
        List<S> parts = new ArrayList<>();
        for (int from = 0; from < items; ) {
            int to = Math.min(items, from + random.nextInt(1, 20));
            S part = fresh(from);
            part.add(all.get(from + ":" + to));
            parts.add(part);
            from = to;
        }
        parts.add(fresh(items));
        Collections.shuffle(parts, new Random(seed));
        while (parts.size() > 1) {
            S into = parts.remove(random.nextInt(parts.size()));
            S from = parts.get(0);
            Map<String, HostArray> before = from.state();
            into.merge(from);
            S untouched = fresh(0);
            untouched.restore(before);
            assertEqualState(from, untouched);
            parts.set(0, into);
        }
        assertThat(parts.get(0).count()).isEqualTo(whole.count());
        assertSame(parts.get(0), whole);
    }

    @Test
    void batchSizeDoesNotMatter() {
        NDArray all = batch(random(20), 37);
        S whole = fresh(0);
        whole.add(all);
        for (int size : new int[] {1, 8, 36}) {
            S stat = fresh(0);
            for (int from = 0; from < 37; from += size) {
                stat.add(all.get(from + ":" + Math.min(37, from + size)));
            }
            assertSame(stat, whole);
        }
    }

    @Test
    void restoredStateGoesOnBitForBit() {
        RandomGenerator random = random(21);
        S stat = fresh(0);
        stat.add(batch(random, 30));
        S copy = fresh(0);
        copy.restore(stat.state());
        assertEqualState(copy, stat);
        NDArray more = batch(random, 30);
        copy.add(more);
        stat.add(more);
        assertEqualState(copy, stat);
        assertThat(copy.count()).isEqualTo(stat.count());
    }

    @Test
    void emptyStateCanBeRestored() {
        S copy = fresh(0);
        copy.add(batch(random(22), 4));
        copy.restore(fresh(0).state());
        assertThat(copy.count()).isZero();
    }

    @Test
    void emptyBatchChangesNothing() {
        S stat = fresh(0);
        stat.add(batch(random(23), 6));
        S copy = fresh(0);
        copy.restore(stat.state());
        stat.add(manager.create(new Shape(0, UNITS)));
        stat.add(manager.create(new Shape(0, UNITS, 2, 2)));
        assertEqualState(stat, copy);
    }

    @Test
    void badBatchesAreRefusedAndChangeNothing() {
        S stat = fresh(0);
        stat.add(batch(random(24), 6));
        S copy = fresh(0);
        copy.restore(stat.state());
        assertThatThrownBy(() -> stat.add(manager.ones(new Shape(3, UNITS + 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[N, " + UNITS + "]");
        assertThatThrownBy(() -> stat.add(manager.ones(new Shape(UNITS)))).isInstanceOf(IllegalArgumentException.class);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] values = draw(random(25), 4 * UNITS);
            values[13] = bad;
            assertThatThrownBy(() -> stat.add(manager.create(values, new Shape(4, UNITS))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("finite");
        }
        assertEqualState(stat, copy);
    }

    @Test
    void mergesOnlyWithItsLike() {
        S stat = fresh(0);
        assertThatThrownBy(() -> stat.merge(stat)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stat.merge(different())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void restoresOnlyWhatFits() {
        S stat = fresh(0);
        stat.add(batch(random(26), 6));
        S copy = fresh(0);
        copy.restore(stat.state());
        for (String name : stat.state().keySet()) {
            Map<String, HostArray> state = new HashMap<>(fresh(0).state());
            state.remove(name);
            assertThatThrownBy(() -> stat.restore(state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
            state.put(name, HostArray.of(new double[7], 7));
            assertThatThrownBy(() -> stat.restore(state))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
        assertThatThrownBy(() -> stat.restore(different().state())).isInstanceOf(IllegalArgumentException.class);
        assertEqualState(stat, copy);
    }

    @Test
    void keepsNoEngineMemory() {
        NDArray flat = manager.create(draw(random(27), 8 * UNITS), new Shape(8, UNITS));
        NDArray maps = manager.create(draw(random(28), 8 * UNITS * 9), new Shape(8, UNITS, 3, 3));
        float[] before = maps.toFloatArray();
        S stat = fresh(0);
        int arrays = manager.getManagedArrays().size();
        for (int i = 0; i < 200; i++) {
            stat.add(i % 2 == 0 ? flat : maps);
        }
        assertThat(manager.getManagedArrays()).hasSize(arrays);
        assertThat(maps.toFloatArray()).isEqualTo(before);
    }

    @Test
    void takesAnyRealTypeAndArraysThatRecordGradients() {
        float[] values = {1, 0, 1, 1, 0, 0, 0, 1, 1, 0};
        S expected = fresh(0);
        expected.add(manager.create(values, new Shape(2, UNITS)));
        NDArray array = manager.create(values, new Shape(2, UNITS));
        for (DataType type : List.of(DataType.FLOAT64, DataType.INT64, DataType.UINT8, DataType.BOOLEAN)) {
            S stat = fresh(0);
            stat.add(array.toType(type, true));
            assertEqualState(stat, expected);
        }
        array.setRequiresGradient(true);
        S stat = fresh(0);
        stat.add(array.mul(1));
        assertEqualState(stat, expected);
    }
}
