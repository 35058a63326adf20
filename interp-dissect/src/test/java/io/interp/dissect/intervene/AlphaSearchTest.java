package io.interp.dissect.intervene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Edit;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.dissect.intervene.PairCorpus.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The optimiser against its closed form for a linear class, and its gradient against finite differences. */
class AlphaSearchTest {

    private static final int SIDE = 2;
    private static final int PAIRS = 40;
    private static final float[] WEIGHTS = {0.3f, -0.2f, 0.12f, 0, 0.02f};
    private static final double[] LEVELS = {2, 1.5, 0.8, 3, 1};

    private final CorpusOptions options = CorpusOptions.of(1000).seeds(10, 11);
    private final TargetClass thing = TargetClass.of(new Wiring.Channels("none", "thing"), "thing");

    private static PairCorpus corpus() {
        List<Place> present = new ArrayList<>();
        List<Place> candidates = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            present.add(new Place(2L * i, i % 4, 1));
            candidates.add(new Place(3L * i, (i + 1) % 4, 0));
        }
        return new PairCorpus(
                present,
                candidates,
                new UnitLevels(
                        Wiring.UNITS,
                        LevelRule.QUANTILE,
                        Arrays.stream(LEVELS).boxed().toList()),
                0.5);
    }

    /** The mean of each unit at places, in double. */
    private static double[] meanAt(Generator generator, long seed, List<Place> places) {
        double[] mean = new double[WEIGHTS.length];
        try (GradScope off = GradScope.off();
                NDManager scope = generator.manager().newSubManager()) {
            for (Place place : places) {
                float[] maps = generator
                        .activation(
                                generator.latents().sample(scope, seed, place.image(), 1), Wiring.UNITS, Pass.INFERENCE)
                        .toFloatArray();
                for (int u = 0; u < mean.length; u++) {
                    mean[u] += maps[u * SIDE * SIDE + place.cell()] / (double) places.size();
                }
            }
        }
        return mean;
    }

    /** What equation 6 gains per share of each unit: g = w (E[r | present] + k - E[r | candidate]). */
    private static double[] gains(Generator generator, PairCorpus corpus) {
        double[] present = meanAt(generator, 10, corpus.present());
        double[] candidates = meanAt(generator, 11, corpus.candidates());
        double[] gains = new double[WEIGHTS.length];
        Arrays.setAll(gains, u -> WEIGHTS[u] * (present[u] + LEVELS[u] - candidates[u]));
        return gains;
    }

    private double[] search(Generator generator, PairCorpus corpus, AlphaOptions alpha, float start) {
        float[] from = new float[WEIGHTS.length];
        Arrays.fill(from, start);
        return new AlphaSearch(new PairScores(generator, thing, corpus, options), alpha, PAIRS, PAIRS)
                .run(from, Optional.empty()).alpha().stream()
                        .mapToDouble(a -> a)
                        .toArray();
    }

    private static AlphaOptions descent(Penalty penalty, double weight, double rate, int epochs) {
        return AlphaOptions.released()
                .penalty(penalty, weight)
                .steps(false, rate, epochs)
                .pairs(PAIRS);
    }

    @Test
    void squaresEndAtTheClosedForm() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.gaussian(manager, WEIGHTS.length, SIDE, Wiring.linear(WEIGHTS))) {
            PairCorpus corpus = corpus();
            double[] gains = gains(generator, corpus);
            for (double lambda : new double[] {0.05, 0.5, 2}) {
                double[] alpha = search(generator, corpus, descent(Penalty.SQUARES, lambda, 0.4 / lambda, 40), 0.3f);
                for (int u = 0; u < alpha.length; u++) {
                    double truth = Math.max(0, Math.min(1, gains[u] / (2 * lambda)));
                    assertThat(alpha[u]).as("unit %d, lambda %s", u, lambda).isCloseTo(truth, within(1e-4));
                }
            }
        }
    }

    @Test
    void absoluteValuesKeepOrDropAUnit() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.gaussian(manager, WEIGHTS.length, SIDE, Wiring.linear(WEIGHTS))) {
            PairCorpus corpus = corpus();
            double[] gains = gains(generator, corpus);
            for (double lambda : new double[] {0.04, 0.3}) {
                double[] alpha = search(generator, corpus, descent(Penalty.ABSOLUTE, lambda, 2, 120), 0.5f);
                for (int u = 0; u < alpha.length; u++) {
                    assertThat(Math.abs(gains[u] - lambda) * 240)
                            .as("120 steps of 2 reach an end for unit %d", u)
                            .isGreaterThan(1);
                    assertThat(alpha[u]).as("unit %d, lambda %s", u, lambda).isEqualTo(gains[u] > lambda ? 1 : 0);
                }
            }
        }
    }

    @Test
    void theNormEndsWhereItsGradientVanishes() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.gaussian(manager, WEIGHTS.length, SIDE, Wiring.linear(WEIGHTS))) {
            PairCorpus corpus = corpus();
            double[] gains = gains(generator, corpus);
            double lambda = 0.3;
            double[] alpha = search(generator, corpus, descent(Penalty.NORM, lambda, 0.2, 200), 0.3f);
            double norm = 0;
            for (double a : alpha) {
                norm += a * a;
            }
            norm = Math.sqrt(norm);
            assertThat(norm).isGreaterThan(0.5);
            for (int u = 0; u < alpha.length; u++) {
                double slope = lambda * alpha[u] / norm - gains[u];
                if (alpha[u] == 0) {
                    assertThat(slope).as("unit %d at 0", u).isGreaterThan(-1e-4);
                } else if (alpha[u] == 1) {
                    assertThat(slope).as("unit %d at 1", u).isLessThan(1e-4);
                } else {
                    assertThat(slope).as("unit %d", u).isCloseTo(0, within(1e-4));
                }
            }
        }
    }

    @Test
    void adamOnSmallBatchesComesNear() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.gaussian(manager, WEIGHTS.length, SIDE, Wiring.linear(WEIGHTS))) {
            PairCorpus corpus = corpus();
            double[] gains = gains(generator, corpus);
            AlphaOptions noisy = AlphaOptions.released()
                    .penalty(Penalty.SQUARES, 0.5)
                    .steps(true, 0.01, 100)
                    .pairs(8);
            double[] alpha = search(generator, corpus, noisy, 0.2f);
            for (int u = 0; u < alpha.length; u++) {
                // The noise of batches of 8 moves Adam by some steps of 0.01 about the optimum.
                assertThat(alpha[u]).isCloseTo(Math.max(0, Math.min(1, gains[u])), within(0.13));
            }
        }
    }

    @Test
    void gradientAgreesWithFiniteDifferences() {
        UnaryOperator<NDArray> curved = maps ->
                Wiring.linear(WEIGHTS).apply(maps.square().mul(0.2).add(maps)).tanh();
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.gaussian(manager, WEIGHTS.length, SIDE, curved)) {
            PairScores scores = new PairScores(generator, thing, corpus(), options);
            float[] alpha = {0.2f, 0.7f, 0.5f, 0.1f, 0.9f};
            int[] rows = {0, 3, 5, 9};
            float[] gradient;
            try (NDManager scope = manager.newSubManager();
                    GradScope on = GradScope.on()) {
                NDArray leaf = scope.create(alpha, new Shape(1, alpha.length, 1, 1));
                Gradients.require(leaf);
                NDArray means = scores.at(leaf, rows, rows, true).mean(new int[] {1});
                gradient = Gradients.of(means.get(0).sub(means.get(1)), leaf).toFloatArray();
            }
            for (int u = 0; u < alpha.length; u++) {
                double step = 0.02;
                double slope = (loss(scores, alpha, rows, u, step) - loss(scores, alpha, rows, u, -step)) / (2 * step);
                // Float scores of about 1 give slopes to about 1e-7 / 0.04; the third derivative adds less than 1e-4.
                assertThat((double) gradient[u]).as("unit %d", u).isCloseTo(slope, within(2e-4));
            }
            assertThat(gradient[0]).isNotCloseTo(0, within(0.05f));
        }
    }

    private static double loss(PairScores scores, float[] alpha, int[] rows, int unit, double step) {
        float[] moved = alpha.clone();
        moved[unit] += (float) step;
        try (GradScope off = GradScope.off();
                NDManager scope = scores.manager().newSubManager()) {
            float[] at = scores.at(scope.create(moved, new Shape(1, alpha.length, 1, 1)), rows, rows, true)
                    .toFloatArray();
            double sum = 0;
            for (int i = 0; i < at.length; i++) {
                sum += (i < rows.length ? 1 : -1) * at[i] / (double) rows.length;
            }
            return sum;
        }
    }

    @Test
    void aBoundedCacheChangesNothing() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.gaussian(manager, WEIGHTS.length, SIDE, Wiring.linear(WEIGHTS))) {
            float[] alpha = {0.2f, 0.7f, 0.5f, 0.1f, 0.9f};
            double[] all = new PairScores(generator, thing, corpus(), options).means(alpha, 0, PAIRS, 7, true);
            long three = 2 * 3 * 4L * WEIGHTS.length * SIDE * SIDE;
            PairScores small = new PairScores(generator, thing, corpus(), options.cache(three));
            assertThat(small.means(alpha, 0, PAIRS, 7, true)).isEqualTo(all);
            assertThat(small.means(alpha, 0, PAIRS, 7, true)).isEqualTo(all);
            assertThat(new PairScores(generator, thing, corpus(), options.cache(0)).means(alpha, 0, PAIRS, 7, true))
                    .isEqualTo(all);
        }
    }

    @Test
    void interventionsAreEdits() {
        try (NDManager manager = NDManager.newBaseManager();
                GradScope off = GradScope.off();
                Generator generator = Wiring.gaussian(manager, WEIGHTS.length, SIDE, Wiring.linear(WEIGHTS));
                NDManager scope = generator.manager().newSubManager()) {
            NDArray z = generator.latents().sample(scope, 1, 5);
            Intervention intervention = Intervention.at(generator, Wiring.UNITS);
            Intervention.Features features = intervention.features(z);
            NDArray plain = generator.generate(z);
            assertThat(features.images().toFloatArray()).isEqualTo(plain.toFloatArray());
            NDArray none = intervention.perUnit(scope, new float[WEIGHTS.length]);
            assertThat(intervention
                            .images(z, features.maps(), none, none.add(9), Pass.INFERENCE)
                            .toFloatArray())
                    .as("alpha of zero changes no bit")
                    .isEqualTo(plain.toFloatArray());
            Edit ablation = Edit.ablate(intervention.layer(), 0, 2);
            NDArray chosen = intervention.perUnit(scope, intervention.chosen(List.of(0, 2)));
            float[] ablated = intervention
                    .images(z, features.maps(), chosen, chosen.zerosLike(), Pass.INFERENCE)
                    .toFloatArray();
            assertThat(ablated)
                    .isEqualTo(generator.run(z, ablation.toHook(scope)).images().toFloatArray());
            NDArray removed = generator
                    .run(
                            z,
                            LayerHook.apply(
                                    Wiring.UNITS, maps -> maps.mul(chosen.neg().add(1))))
                    .images();
            assertThat(ablated).isEqualTo(removed.toFloatArray());
            assertThat(generator.generate(z).toFloatArray())
                    .as("nothing is left behind")
                    .isEqualTo(plain.toFloatArray());
        }
    }

    @Test
    void scoresThatAreNotNumbersAreReported() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.gaussian(
                        manager,
                        WEIGHTS.length,
                        SIDE,
                        maps -> Wiring.unit(maps, 0).mul(Float.NaN))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> search(generator, corpus(), descent(Penalty.SQUARES, 0.1, 0.1, 1), 0.1f))
                    .withMessageContaining("not finite");
        }
    }
}
