package io.interp.partition.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.InterpException;
import io.interp.core.LatentSpace;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeightUpdateTest {

    private static final EnergyOptions ONLY_PUSH =
            EnergyOptions.robust().withFeatures(EnergyFeatures.NONE).withLosses(LossWeights.PAPER.withLambda2W(0));

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void tenUpdatesByThePushAloneGiveThePublishedSums() {
        int[] groups = {0, 1, -1, 1, 2};
        EnergyModel model = new EnergyModel(manager, groups, 3, 4, ONLY_PUSH);
        WStep last = pushed(model, 4, 5, 3, 10);
        double[] w = model.state().get("weights").toDoubles();
        for (int i = 0; i < w.length; i++) {
            int group = groups[i / 3 % 5];
            double expected = group < 0 ? 0 : group == i % 3 ? 0.498378 : -0.332252;
            assertThat(w[i]).isCloseTo(expected, within(1e-5));
        }
        assertThat(last.ownMean()).isCloseTo(0.498378, within(1e-5));
        assertThat(last.otherMean()).isCloseTo(-0.332252, within(1e-5));
        assertThat(last.maxWeight()).isCloseTo(0.498378, within(1e-5));
        assertThat(last.clippedShare()).isZero();
        // 4 positions, 4 active filters, 1 own and 2 foreign groups each
        assertThat(last.interpretability()).isCloseTo(-16 * 0.498378 - 2.0 / 3 * 32 * 0.332252, within(1e-3));
        assertThat(model.interpretability()).isEqualTo(last.interpretability());
        // At the floor W drifts by 3e-5 and -2e-5 an update.
        NDArray zero = manager.zeros(new Shape(4, 5, 3));
        WStep next = model.step(zero, zero, 10);
        assertThat(next.lambda3()).isEqualTo(3e-6);
        assertThat(next.ownMean() - last.ownMean()).isCloseTo(3e-5, within(1e-7));
        assertThat(next.otherMean() - last.otherMean()).isCloseTo(-2e-5, within(1e-7));
    }

    /**
     * Chains at W = 0 sample the prior but for the error of finite steps, which is known here: a step takes variance v to
     * (1 - delta^2/2)^2 v + delta^2, and as features are homogeneous of degree 1 the mean interactions grow by the
     * variance.
     */
    @Test
    void withoutAPushTheMeanGradientAtZeroIsZero() {
        for (double delta : new double[] {0.1, 0.8}) {
            int batches = 40;
            LatentSpace prior = LatentSpace.normal(4);
            ToyLayer layer = new ToyLayer(manager, 4, 4, 2, 7);
            LangevinOptions chain = LangevinOptions.DEFAULT.withStepSize(delta);
            double variance = 1;
            for (int s = 0; s < chain.steps(); s++) {
                variance = Math.pow(1 - delta * delta / 2, 2) * variance + delta * delta;
            }
            RandomGenerator noise = Draws.stream(11);
            double[][] error = new double[4 * 4 * 2][batches];
            double[] size = new double[error.length];
            for (int i = 0; i < batches; i++) {
                try (NDManager scope = manager.newSubManager();
                        EnergyModel model = new EnergyModel(scope, new int[] {0, 0, 1, 1}, 2, 4, noPush())) {
                    NDArray z = prior.sample(scope, 3, i * 250L, 250);
                    NDArray revised = LangevinChain.revise(
                                    z, prior, x -> model.energy(layer.apply(x), Scale.batch()), chain, noise)
                            .latents();
                    NDArray data = model.interactions(layer.apply(z), Scale.batch());
                    NDArray chains = model.interactions(layer.apply(revised), Scale.batch());
                    model.step(data, chains, 0);
                    double[] w = model.state().get("weights").toDoubles(); // -10 times the gradient
                    double[] phi = HostArray.copyOf(data).toDoubles();
                    for (int e = 0; e < w.length; e++) {
                        error[e][i] = -w[e] / 10 - (variance - 1) * phi[e];
                        size[e] += phi[e] / batches;
                    }
                }
            }
            assertThat(Arrays.stream(size).min().orElseThrow()).isGreaterThan(0.02);
            double sumOfSquares = 0;
            for (double[] e : error) {
                double z = mean(e) / Math.sqrt(variance(e) / batches);
                sumOfSquares += z * z;
                assertThat(Math.abs(z)).isLessThan(4.5);
            }
            assertThat(sumOfSquares / error.length).isLessThan(3);
        }
    }

    @Test
    void chainsRaiseTheEnergyTheyFollow() {
        LatentSpace prior = LatentSpace.normal(6);
        ToyLayer layer = new ToyLayer(manager, 6, 8, 3, 5);
        EnergyModel model = new EnergyModel(manager, new int[] {0, 0, 1, 1, 2, 2, 0, 1}, 3, 9, ONLY_PUSH);
        pushed(model, 9, 8, 3, 10);
        RandomGenerator noise = Draws.stream(2);
        double before = 0;
        double after = 0;
        for (int i = 0; i < 10; i++) {
            NDArray z = prior.sample(manager, 9, i * 32L, 32);
            LangevinChain.Revision revised = LangevinChain.revise(
                    z, prior, x -> model.energy(layer.apply(x), Scale.batch()), LangevinOptions.DEFAULT, noise);
            NDArray data = model.interactions(layer.apply(z), Scale.batch());
            NDArray chains = model.interactions(layer.apply(revised.latents()), Scale.batch());
            // W does not move: the energies reported are inner products with one and the same W.
            WStep step = still(model).step(data, chains, 0);
            assertThat(step.energyData()).isCloseTo(revised.energyBefore(), within(1e-3));
            assertThat(step.energyChains()).isCloseTo(revised.energyAfter(), within(1e-3));
            before += step.energyData() / 10;
            after += step.energyChains() / 10;
        }
        assertThat(after - before).isGreaterThan(0.1);
    }

    /** W holds each group apart from the others: at lambda1 = 2/3 two equal groups may share a pixel, three may not. */
    @Test
    void pixelsMayBeSharedByTwoEqualGroupsButNotByThree() {
        int[] groups = {0, 0, 1, 1, 2, 2, 3, 3};
        EnergyModel model = new EnergyModel(manager, groups, 4, 1, ONLY_PUSH);
        double a = pushed(model, 1, 8, 4, 10).ownMean();
        for (int m = 1; m <= 4; m++) {
            float[] f = new float[8];
            Arrays.fill(f, 0, 2 * m, 1);
            float g = model.energy(manager.create(f, new Shape(1, 8, 1, 1)), Scale.batch())
                    .toFloatArray()[0];
            assertThat((double) g).isCloseTo(2 * a * m * (1 + 2.0 / 3 - 2.0 / 3 * m), within(1e-5));
            assertThat(g > 0).isEqualTo(m <= 2);
        }
    }

    @Test
    void theBoundHoldsAndIsCounted() {
        int[] groups = {0, 1, -1};
        NDArray zero = manager.zeros(new Shape(2, 3, 2));
        EnergyOptions bounded = ONLY_PUSH.withBound(0.25);
        EnergyModel model = new EnergyModel(manager, groups, 2, 2, bounded);
        WStep step = model.step(zero, zero, 0); // own 0.3, foreign -0.2
        assertThat(step.maxWeight()).isEqualTo(0.25);
        assertThat(step.clippedShare()).isEqualTo(0.5);
        assertThat(step.ownMean()).isEqualTo(0.25);
        assertThat(step.otherMean()).isCloseTo(-0.2, within(1e-6));
        EnergyModel free = new EnergyModel(manager, groups, 2, 2, bounded.withBound(Double.POSITIVE_INFINITY));
        assertThat(free.step(zero, zero, 0).maxWeight()).isCloseTo(0.3, within(1e-6));
    }

    @Test
    void oneStepIsTheFormula() {
        EnergyOptions options = EnergyOptions.robust()
                .withFeatures(EnergyFeatures.NONE)
                .withLearningRate(0.5)
                .withDecay(0.3)
                .withBound(2)
                .withLosses(new LossWeights(0.8, 0.4, 0.9, 1, ExponentialDecay.constant(0.2)));
        int[] groups = {1, 0, -1};
        EnergyModel model = new EnergyModel(manager, groups, 2, 3, options);
        double[] w = restore(model, random(1, 3, 3, 2));
        NDArray f = random(2, 4, 3, 3, 1).maximum(0f);
        NDArray fHat = random(3, 4, 3, 3, 1).maximum(0f);
        NDArray data = model.interactions(f, Scale.batch());
        NDArray chains = model.interactions(fHat, Scale.batch());
        double[] phi = HostArray.copyOf(data).toDoubles();
        double[] phiHat = HostArray.copyOf(chains).toDoubles();
        WStep step = model.step(data, chains, 5);
        double[] after = model.state().get("weights").toDoubles();
        double energy = 0;
        for (int i = 0; i < w.length; i++) {
            int group = groups[i / 2 % 3];
            double push = group < 0 ? 0 : group == i % 2 ? -1 : 0.4;
            double gradient = 0.8 * (0.9 * (phiHat[i] - phi[i]) + 0.2 * push) + 0.3 * w[i];
            double expected = Math.max(-2, Math.min(2, w[i] - 0.5 * gradient));
            assertThat(after[i]).isCloseTo(expected, within(1e-6));
            energy += w[i] * phi[i];
        }
        assertThat(step.energyData()).isCloseTo(energy, within(1e-5));
    }

    @Test
    void anEnergyThatIsNotFiniteLeavesWAsItWas() {
        EnergyModel model = new EnergyModel(manager, new int[] {0, 1}, 2, 2, EnergyOptions.paper());
        double[] w = restore(model, random(1, 2, 2, 2));
        NDArray fine = manager.ones(new Shape(2, 2, 2));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            NDArray broken = manager.full(new Shape(2, 2, 2), bad);
            assertThatExceptionOfType(InterpException.class)
                    .isThrownBy(() -> model.step(fine, broken, 0))
                    .withMessageContaining("not finite before update 0");
        }
        // Finite under this W, but not under the one that the step leads to.
        NDArray huge = manager.full(new Shape(2, 2, 2), 1e30f);
        assertThatExceptionOfType(InterpException.class)
                .isThrownBy(() -> model.step(fine, huge, 3))
                .withMessageContaining("not finite after update 3");
        assertThat(model.state().get("weights").toDoubles()).containsExactly(w);
    }

    @Test
    void movedFiltersTakeTheMeanOfTheirNewClass() {
        int[] groups = {0, 0, 1, -1, 2};
        EnergyModel model = new EnergyModel(manager, groups, 3, 2, ONLY_PUSH);
        double[] w = restore(model, random(4, 2, 5, 3));
        double own = 0;
        double other = 0;
        for (int i = 0; i < w.length; i++) {
            int group = groups[i / 3 % 5];
            own += group >= 0 && group == i % 3 ? w[i] / 8 : 0; // 2 positions, 4 active filters
            other += group >= 0 && group != i % 3 ? w[i] / 16 : 0;
        }
        int[] next = {0, 2, 1, 1, -1};
        assertThat(model.regroup(next)).isEqualTo(3);
        assertThat(model.groups()).containsExactly(next);
        double[] after = model.state().get("weights").toDoubles();
        for (int i = 0; i < w.length; i++) {
            int j = i / 3 % 5;
            double expected;
            if (next[j] == groups[j]) {
                expected = w[i];
            } else if (next[j] < 0) {
                expected = 0;
            } else {
                expected = next[j] == i % 3 ? own : other;
            }
            assertThat(after[i]).isCloseTo(expected, within(1e-6));
        }
        assertThat(model.regroup(next)).isZero();
        assertThat(model.state().get("weights").toDoubles()).containsExactly(after);
    }

    @Test
    void renamedGroupsKeepTheirEnergy() {
        int[] groups = {0, 0, 1, -1, 2, 2};
        EnergyModel model = new EnergyModel(manager, groups, 3, 4, ONLY_PUSH);
        double[] w = restore(model, random(6, 4, 6, 3));
        NDArray f = random(7, 3, 6, 2, 2).maximum(0f);
        float[] g = model.energy(f, Scale.batch()).toFloatArray();
        int[] labels = {1, 2, 0};
        model.permuteGroups(labels);
        assertThat(model.groups()).containsExactly(1, 1, 2, -1, 0, 0);
        double[] after = model.state().get("weights").toDoubles();
        for (int i = 0; i < w.length; i++) {
            assertThat(after[i - i % 3 + labels[i % 3]]).isEqualTo(w[i]);
        }
        assertThat(model.energy(f, Scale.batch()).toFloatArray()).containsExactly(g, within(1e-5f));
    }

    @Test
    void aSavedStateGoesOnExactly() {
        EnergyModel model = new EnergyModel(manager, new int[] {0, 1, 1}, 2, 4, EnergyOptions.robust());
        NDArray f = random(7, 3, 3, 2, 2).maximum(0f);
        NDArray data = model.interactions(f, Scale.batch());
        NDArray chains = model.interactions(random(8, 3, 3, 2, 2).maximum(0f), Scale.batch());
        model.step(data, chains, 0);
        model.regroup(new int[] {1, 0, 1});
        EnergyModel loaded = new EnergyModel(manager, new int[] {0, 0, 0}, 2, 4, EnergyOptions.robust());
        loaded.restore(model.state());
        assertThat(loaded.step(data, chains, 1)).isEqualTo(model.step(data, chains, 1));
        assertThat(loaded.groups()).containsExactly(model.groups());
        assertThat(loaded.energy(f, Scale.batch()).toFloatArray())
                .containsExactly(model.energy(f, Scale.batch()).toFloatArray());
    }

    @Test
    void updatesLeaveNothingBehind() {
        EnergyModel model = new EnergyModel(manager, new int[] {0, 1, 1, 2}, 3, 4, EnergyOptions.robust());
        LatentSpace prior = LatentSpace.normal(3);
        ToyLayer layer = new ToyLayer(manager, 3, 4, 2, 1);
        Scale scale = Scale.constants(1, 1, 1, 1);
        RandomGenerator noise = Draws.stream(1);
        int before = 0;
        for (int i = 0; i < 201; i++) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray z = prior.sample(scope, 1, i * 4L, 4);
                NDArray revised = LangevinChain.revise(
                                z,
                                prior,
                                x -> model.energy(layer.apply(x), scale),
                                LangevinOptions.DEFAULT.withSteps(2),
                                noise)
                        .latents();
                model.step(
                        model.interactions(layer.apply(z), scale), model.interactions(layer.apply(revised), scale), i);
                model.regroup(new int[] {i % 3, 1, 1, 2});
                model.permuteGroups(new int[] {1, 2, 0});
                model.permuteGroups(new int[] {2, 0, 1});
            }
            int now = manager.getManagedArrays().size();
            if (i == 0) {
                before = now;
            }
            assertThat(now).isEqualTo(before);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        EnergyModel model = new EnergyModel(manager, new int[] {0, 1, 1}, 2, 4, EnergyOptions.robust());
        NDArray fine = manager.zeros(new Shape(4, 3, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.step(fine, manager.zeros(new Shape(4, 2, 3)), 0))
                .withMessageContaining("of the chains should be [K, M, C] = (4, 3, 2)");
        assertThatIllegalArgumentException().isThrownBy(() -> model.step(fine, fine, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.regroup(new int[] {0, 1}))
                .withMessageContaining("3 filters");
        assertThatIllegalArgumentException().isThrownBy(() -> model.regroup(new int[] {0, 1, 2}));
        for (int[] labels : new int[][] {{0}, {0, 0}, {0, 2}, {-1, 0}, {0, 1, 2}, {}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.permuteGroups(labels))
                    .withMessageContaining("each of the 2 groups once");
        }
        Map<String, HostArray> state = model.state();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.restore(Map.of("weights", state.get("weights"))))
                .withMessageContaining("groups");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.restore(
                        Map.of("weights", HostArray.of(new float[6], 1, 3, 2), "groups", state.get("groups"))));
        float[] broken = new float[24];
        broken[3] = Float.NaN;
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        model.restore(Map.of("weights", HostArray.of(broken, 4, 3, 2), "groups", state.get("groups"))))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.restore(
                        Map.of("weights", state.get("weights"), "groups", HostArray.of(new long[] {0, 1, 5}, 3))));
        assertThat(model.groups()).containsExactly(0, 1, 1);
    }

    private static EnergyOptions noPush() {
        return EnergyOptions.paper().withLosses(LossWeights.PAPER.withLambda3(ExponentialDecay.constant(0)));
    }

    /** A model with the same W whose steps do not change it. */
    private EnergyModel still(EnergyModel model) {
        EnergyModel copy =
                new EnergyModel(manager, model.groups(), model.groupCount(), 9, ONLY_PUSH.withLearningRate(0));
        copy.restore(model.state());
        return copy;
    }

    private WStep pushed(EnergyModel model, int positions, int filters, int groups, int updates) {
        NDArray any = random(30, positions, filters, groups);
        NDArray other = random(31, positions, filters, groups);
        WStep last = null;
        for (int n = 0; n < updates; n++) {
            last = model.step(any, other, n);
        }
        return last;
    }

    private static double[] restore(EnergyModel model, NDArray w) {
        model.restore(
                Map.of("weights", HostArray.copyOf(w), "groups", model.state().get("groups")));
        return model.state().get("weights").toDoubles();
    }

    private NDArray random(long seed, long... shape) {
        return Draws.normal(manager, Draws.stream(seed), new Shape(shape));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    }
}
