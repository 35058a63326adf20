package io.interp.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamTest {

    private static final AdamOptions OPTIONS = new AdamOptions(0.05, 0.5, 0.99, 1e-8);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        weights.put("matrix", manager.create(new float[] {1, -2, 3, 0.5f, -0.25f, 4}, new Shape(2, 3)));
        weights.put("bias", manager.create(new float[] {0, 7}));
        return weights;
    }

    private NDList gradients(RandomGenerator random) {
        NDList list = new NDList();
        for (Shape shape : new Shape[] {new Shape(2, 3), new Shape(2)}) {
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * Math.pow(10, i - 3));
            }
            list.add(manager.create(values, shape));
        }
        return list;
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    }

    /** Algorithm 1 of the paper, in double. */
    private static final class Reference {
        private final double[] w;
        private final double[] m;
        private final double[] v;
        private int t;

        Reference(float[] start) {
            w = new double[start.length];
            for (int i = 0; i < w.length; i++) {
                w[i] = start[i];
            }
            m = new double[w.length];
            v = new double[w.length];
        }

        void step(float[] g, double rate) {
            t++;
            for (int i = 0; i < w.length; i++) {
                m[i] = OPTIONS.beta1() * m[i] + (1 - OPTIONS.beta1()) * g[i];
                v[i] = OPTIONS.beta2() * v[i] + (1 - OPTIONS.beta2()) * g[i] * g[i];
                double mean = m[i] / (1 - Math.pow(OPTIONS.beta1(), t));
                double square = v[i] / (1 - Math.pow(OPTIONS.beta2(), t));
                w[i] -= rate * mean / (Math.sqrt(square) + OPTIONS.epsilon());
            }
        }
    }

    @Test
    void twentyStepsAreThoseOfThePaper() {
        Map<String, NDArray> weights = weights();
        Reference matrix = new Reference(weights.get("matrix").toFloatArray());
        Reference bias = new Reference(weights.get("bias").toFloatArray());
        RandomGenerator random = random();
        try (Adam adam = new Adam(manager, weights, OPTIONS)) {
            for (int step = 0; step < 20; step++) {
                NDList gradients = gradients(random);
                double factor = step == 7 ? 0.1 : 1;
                adam.step(gradients, factor);
                matrix.step(gradients.get(0).toFloatArray(), factor * OPTIONS.learningRate());
                bias.step(gradients.get(1).toFloatArray(), factor * OPTIONS.learningRate());
            }
        }
        assertClose(weights.get("matrix"), matrix.w);
        assertClose(weights.get("bias"), bias.w);
    }

    private static void assertClose(NDArray weight, double[] expected) {
        float[] values = weight.toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) values[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void aRestoredStateGoesOnToTheSameBytes() {
        Map<String, NDArray> through = weights();
        Map<String, NDArray> resumed = weights();
        RandomGenerator random = random();
        try (Adam whole = new Adam(manager, through, OPTIONS);
                Adam first = new Adam(manager, resumed, OPTIONS);
                Adam second = new Adam(manager, resumed, OPTIONS)) {
            for (int step = 0; step < 9; step++) {
                NDList gradients = gradients(random);
                whole.step(gradients);
                if (step == 4) {
                    second.restore(first.state());
                }
                (step < 4 ? first : second).step(gradients);
            }
            assertThat(through.get("matrix").toByteBuffer())
                    .isEqualTo(resumed.get("matrix").toByteBuffer());
            assertThat(through.get("bias").toByteBuffer())
                    .isEqualTo(resumed.get("bias").toByteBuffer());
            Map<String, HostArray> expected = whole.state();
            Map<String, HostArray> state = second.state();
            assertThat(state.keySet())
                    .containsExactlyInAnyOrder("steps", "mean.matrix", "mean.bias", "square.matrix", "square.bias");
            state.forEach((name, array) -> assertThat(array.bytes())
                    .as(name)
                    .isEqualTo(expected.get(name).bytes()));
        }
    }

    /** Its moments are the other's from then on, and neither's later steps show in the other. */
    @Test
    void takesOverWhereAnotherStands() {
        Map<String, NDArray> through = weights();
        Map<String, NDArray> branched = weights();
        RandomGenerator random = random();
        try (Adam first = new Adam(manager, through, OPTIONS);
                Adam second = new Adam(manager, branched, OPTIONS)) {
            second.step(gradients(random));
            first.step(gradients(random));
            first.step(gradients(random));
            second.copyFrom(first);
            assertSame(second.state(), first.state());
            through.forEach((name, weight) -> weight.copyTo(branched.get(name)));
            Map<String, HostArray> before = first.state();
            NDList gradients = gradients(random);
            second.step(gradients);
            assertSame(first.state(), before);
            first.step(gradients);
            assertSame(second.state(), first.state());
            assertThat(branched.get("matrix").toByteBuffer())
                    .isEqualTo(through.get("matrix").toByteBuffer());
            second.copyFrom(second);
            assertSame(second.state(), first.state());
            try (Adam other = new Adam(manager, Map.of("matrix", manager.zeros(new Shape(3))), OPTIONS)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> other.copyFrom(first))
                        .withMessageContaining("different networks");
            }
        }
    }

    private static void assertSame(Map<String, HostArray> found, Map<String, HostArray> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, array) ->
                assertThat(array.bytes()).as(name).isEqualTo(expected.get(name).bytes()));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (Adam adam = new Adam(manager, weights(), OPTIONS)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adam.step(new NDList(manager.zeros(new Shape(2, 3)))))
                    .withMessageContaining("expected 2 gradients, got 1");
            Map<String, HostArray> other = adam.state();
            other.remove("square.bias");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adam.restore(other))
                    .withMessageContaining("square.bias");
            Map<String, HostArray> uncounted = adam.state();
            uncounted.remove("steps");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adam.restore(uncounted))
                    .withMessageContaining("steps");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamOptions(-1, 0.5, 0.9, 1e-8));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamOptions(1, 1, 0.9, 1e-8));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamOptions(1, 0.5, Double.NaN, 1e-8));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdamOptions(1, 0.5, 0.9, 0));
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        Map<String, NDArray> weights = weights();
        try (Adam adam = new Adam(manager, weights, OPTIONS)) {
            NDList gradients = gradients(random());
            adam.step(gradients);
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 100; i++) {
                adam.step(gradients);
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }
}
