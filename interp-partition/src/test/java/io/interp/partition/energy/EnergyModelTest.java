package io.interp.partition.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnergyModelTest {

    private static final int BATCH = 3;
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;
    private static final int POSITIONS = HEIGHT * WIDTH;
    private static final int COUNT = 4; // group 2 is empty
    private static final int[] GROUPS = {0, 1, 1, -1, 3, 0, 1};
    private static final double[] RMS = {0.5, 1.2, 3, 0, 0.7, 2, 1};

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void energyIsTheSumOverImagesFiltersGroupsAndPositions(EnergyFeatures features) {
        NDArray f = maps();
        for (double[] rms : new double[][] {null, RMS}) {
            EnergyModel model =
                    model(EnergyOptions.robust().withFeatures(features).withEnergyScale(1.5));
            NaiveEnergy naive = naive(f, model, features, rms);
            float[] g = model.energy(f, scale(rms)).toFloatArray();
            for (int b = 0; b < BATCH; b++) {
                assertThat(g[b]).isCloseTo((float) (1.5 * naive.of(b)), relative(1.5 * naive.of(b), 1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void interactionsAreTheGradientByW(EnergyFeatures features) {
        NDArray f = maps();
        for (double[] rms : new double[][] {null, RMS}) {
            EnergyModel model =
                    model(EnergyOptions.robust().withFeatures(features).withEnergyScale(0.7));
            float[] phi = model.interactions(f, scale(rms)).toFloatArray();
            NaiveEnergy naive = naive(f, model, features, rms);
            for (int k = 0; k < POSITIONS; k++) {
                for (int j = 0; j < GROUPS.length; j++) {
                    for (int c = 0; c < COUNT; c++) {
                        assertThat((double) phi[(k * GROUPS.length + j) * COUNT + c])
                                .isCloseTo(0.7 * naive.interaction(k, j, c), within(1e-5));
                    }
                }
            }
        }
    }

    /** The energy built here from a leaf W by elementwise products and sums, then differentiated by the engine. */
    @Test
    void interactionsEqualAutomaticDifferentiation() {
        int[] groups = {0, 1, 1, 2, 0};
        NDArray f = maps(groups.length);
        EnergyModel model = new EnergyModel(
                manager, groups, 3, POSITIONS, EnergyOptions.robust().withFeatures(EnergyFeatures.NONE));
        float[] phi = model.interactions(f, Scale.batch()).toFloatArray();
        try (GradScope on = GradScope.on()) {
            NDArray w = random(5, POSITIONS, groups.length, 3);
            Gradients.require(w);
            NDArray g = manager.zeros(new Shape(1));
            for (int j = 0; j < groups.length; j++) {
                for (int c = 0; c < 3; c++) {
                    int group = c;
                    int[] members = IntStream.range(0, groups.length)
                            .filter(i -> groups[i] == group)
                            .toArray();
                    NDArray mean = manager.zeros(new Shape(BATCH, HEIGHT, WIDTH));
                    for (int i : members) {
                        mean = mean.add(f.get(":, " + i).div(members.length));
                    }
                    NDArray wjc = w.get(":, " + j + ", " + c).reshape(1, HEIGHT, WIDTH);
                    g = g.add(f.get(":, " + j).mul(mean).mul(wjc).sum().div(BATCH));
                }
            }
            float[] gradient = Gradients.of(g, w).toFloatArray();
            assertThat(max(gradient)).isGreaterThan(0.5f);
            assertThat(phi).containsExactly(gradient, within(1e-5f));
        }
    }

    @Test
    void scalingFiltersChangesNothingUnderTheScaleOfTheBatch() {
        EnergyModel model = model(EnergyOptions.robust());
        NDArray f = maps();
        float[] before = model.energy(f, Scale.batch()).toFloatArray();
        for (int j = 0; j < GROUPS.length; j++) {
            for (float gain : new float[] {0.05f, 30}) {
                float[] gains = new float[GROUPS.length];
                Arrays.fill(gains, 1);
                gains[j] = gain;
                NDArray scaled = f.mul(manager.create(gains, new Shape(1, GROUPS.length, 1, 1)));
                float[] after = model.energy(scaled, Scale.batch()).toFloatArray();
                for (int b = 0; b < BATCH; b++) {
                    assertThat(after[b]).isCloseTo(before[b], relative(before[b], 1e-5));
                }
            }
        }
    }

    /** What invariance to scale says of the gradient: it has no part along a filter's own maps. */
    @Test
    void gradientDoesNotScaleFiltersUnderTheScaleOfTheBatch() {
        EnergyModel model = model(EnergyOptions.robust());
        try (GradScope on = GradScope.on()) {
            NDArray f = maps();
            Gradients.require(f);
            NDArray slope = Gradients.of(model.energy(f, Scale.batch()).sum(), f);
            float[] along = slope.mul(f).sum(new int[] {0, 2, 3}).toFloatArray(); // [M]
            float[] size = slope.mul(f).abs().sum(new int[] {0, 2, 3}).toFloatArray();
            for (int j = 0; j < GROUPS.length; j++) {
                assertThat(along[j]).isCloseTo(0, within(1e-5f + 1e-5f * size[j]));
                assertThat(size[j] > 0.01).isEqualTo(GROUPS[j] >= 0);
            }
        }
    }

    /** By Euler's theorem: the energy is quadratic in features, and linear where group means are constants. */
    @Test
    void detachedCentersHalveTheGradientAlongTheFeatures() {
        for (boolean detach : new boolean[] {false, true}) {
            EnergyModel model = model(
                    EnergyOptions.robust().withFeatures(EnergyFeatures.NONE).withDetachCenter(detach));
            try (GradScope on = GradScope.on()) {
                NDArray f = maps();
                Gradients.require(f);
                NDArray g = model.energy(f, Scale.batch()).sum();
                float value = g.getFloat();
                float along = Gradients.of(g, f).mul(f).sum().getFloat();
                assertThat(along).isCloseTo((detach ? 1 : 2) * value, relative(value, 1e-5));
            }
        }
    }

    @Test
    void generatorLossIsMinusTheWeightedMeanEnergy() {
        EnergyModel model = model(EnergyOptions.robust()
                .withLosses(LossWeights.PAPER.withLambda0(2).withLambda2G(0.1)));
        NDArray f = maps();
        double mean = model.energy(f, Scale.batch()).mean().getFloat();
        NDArray loss = model.generatorLoss(f);
        assertThat(loss.getManager()).isSameAs(manager);
        assertThat((double) loss.getFloat()).isCloseTo(-0.2 * mean, within(1e-5));
    }

    @ParameterizedTest
    @EnumSource
    void deadFiltersAndImagesHaveFiniteGradients(EnergyFeatures features) {
        EnergyModel model = model(EnergyOptions.robust().withFeatures(features));
        try (GradScope on = GradScope.on()) {
            NDArray raw = random(9, BATCH, GROUPS.length, HEIGHT, WIDTH);
            raw.set(new NDIndex(":, 1"), -1f);
            raw.set(new NDIndex("2"), -1f);
            Gradients.require(raw);
            NDArray g = model.energy(raw.maximum(0f), Scale.batch());
            assertThat(g.toFloatArray()[2]).isZero();
            assertThat(g.toFloatArray()[0]).isFinite().isNotZero();
            float[] slope = Gradients.of(g.sum(), raw).toFloatArray();
            for (float value : slope) {
                assertThat(value).isFinite();
            }
            assertThat(max(slope)).isGreaterThan(0);
        }
    }

    @Test
    void filtersAboutToDieAreNotBlownUp() {
        EnergyModel model = model(EnergyOptions.robust());
        NDArray f = maps();
        f.set(new NDIndex(":, 4"), f.get(":, 4").mul(1e-8));
        float[] phi = model.interactions(f, Scale.batch()).sum(new int[] {0, 2}).toFloatArray(); // [M]
        assertThat(phi[4]).isPositive().isLessThan(1e-3f * phi[0]);
    }

    @Test
    void resultsBelongToTheFeaturesManagerAndNothingElseStays() {
        EnergyModel model = model(EnergyOptions.robust());
        try (NDManager scope = manager.newSubManager()) {
            NDArray f = maps();
            f.attach(scope);
            int before = manager.getManagedArrays().size();
            NDArray g = model.energy(f, Scale.batch());
            NDArray phi = model.interactions(f, Scale.constants(RMS.clone()));
            assertThat(scope.getManagedArrays()).containsExactlyInAnyOrder(f, g, phi);
            assertThat(manager.getManagedArrays().size()).isEqualTo(before + 2);
        }
    }

    @Test
    void energiesAreDeterministicAndIgnoreInactiveFilters() {
        EnergyModel model = model(EnergyOptions.robust());
        NDArray f = maps();
        float[] g = model.energy(f, Scale.batch()).toFloatArray();
        NDArray other = f.duplicate();
        other.set(new NDIndex(":, 3"), 100f);
        assertThat(model.energy(f, Scale.batch()).toFloatArray()).containsExactly(g);
        assertThat(model.energy(other, Scale.batch()).toFloatArray()).containsExactly(g);
    }

    @Test
    void refusesWhatDoesNotFit() {
        EnergyOptions options = EnergyOptions.robust();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EnergyModel(manager, new int[0], 2, 4, options))
                .withMessageContaining("at least 1 filter");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EnergyModel(manager, new int[] {0, 2}, 2, 4, options))
                .withMessageContaining("filter 1 has group 2");
        EnergyModel model = model(options);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.energy(maps(4), Scale.batch()))
                .withMessageContaining("[B, 7, H, W] with H * W = 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.energy(maps(), Scale.constants(1, 2)))
                .withMessageContaining("7 filters, the scale has 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.interactions(maps(), Scale.constants(1, 1, 1, 1, 0, 1, 1)))
                .withMessageContaining("filter 4");
        assertThatIllegalArgumentException().isThrownBy(() -> Scale.constants(1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Scale.constants(-1));
    }

    /** A model with random W. */
    private EnergyModel model(EnergyOptions options) {
        EnergyModel model = new EnergyModel(manager, GROUPS, COUNT, POSITIONS, options);
        HostArray w = HostArray.copyOf(random(2, POSITIONS, GROUPS.length, COUNT));
        model.restore(Map.of("weights", w, "groups", model.state().get("groups")));
        return model;
    }

    private NaiveEnergy naive(NDArray f, EnergyModel model, EnergyFeatures features, double[] rms) {
        double[] w = model.state().get("weights").toDoubles();
        return new NaiveEnergy(HostArray.copyOf(f).toDoubles(), BATCH, GROUPS, COUNT, w, features, rms);
    }

    private static Scale scale(double[] rms) {
        return rms == null ? Scale.batch() : Scale.constants(rms);
    }

    private NDArray maps() {
        return maps(GROUPS.length);
    }

    private NDArray maps(int filters) {
        return random(1, BATCH, filters, HEIGHT, WIDTH).maximum(0f);
    }

    private NDArray random(long seed, long... shape) {
        return Draws.normal(manager, Draws.stream(seed), new Shape(shape));
    }

    private static Offset<Float> relative(double value, double tolerance) {
        return within((float) (tolerance * Math.max(1, Math.abs(value))));
    }

    private static float max(float[] values) {
        float max = 0;
        for (float value : values) {
            max = Math.max(max, Math.abs(value));
        }
        return max;
    }
}
