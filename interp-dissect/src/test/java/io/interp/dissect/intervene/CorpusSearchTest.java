package io.interp.dissect.intervene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import io.interp.dissect.intervene.PairCorpus.Place;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.junit.jupiter.api.Test;

class CorpusSearchTest {

    private static final int UNITS = 3;
    private static final int SIDE = 2;
    private static final int CELLS = SIDE * SIDE;
    private static final int IMAGES = 60;

    private final TargetClass thing = TargetClass.of(new Wiring.Channels("none", "thing"), "thing");
    private final CorpusOptions options = CorpusOptions.of(IMAGES).kept(20, 4);

    private PairCorpus search(Generator generator, CorpusOptions settings) {
        return new CorpusSearch(generator, Wiring.UNITS, thing, settings, Optional.empty()).search();
    }

    /** The class is where the first unit is above one half: there its channel is above zero. */
    private static Generator generator(NDManager manager) {
        return Wiring.gaussian(manager, UNITS, SIDE, maps -> Wiring.unit(maps, 0));
    }

    private static float[] maps(Generator generator, long seed) {
        try (GradScope off = GradScope.off();
                NDManager scope = generator.manager().newSubManager()) {
            return generator
                    .activation(generator.latents().sample(scope, seed, IMAGES), Wiring.UNITS, Pass.INFERENCE)
                    .toFloatArray();
        }
    }

    private static float at(float[] maps, long image, int unit, int cell) {
        return maps[(int) (image * UNITS + unit) * CELLS + cell];
    }

    @Test
    void presentCellsShowTheClassAndCandidatesDoNot() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = generator(manager)) {
            PairCorpus corpus = search(generator, options.rule(LevelRule.CONDITIONAL_MEAN));
            float[] present = maps(generator, options.presentSeed());
            float[] candidates = maps(generator, options.candidateSeed());
            assertThat(corpus.present()).hasSize(20).isSortedAccordingTo((a, b) -> Long.compare(a.image(), b.image()));
            for (Place place : corpus.present()) {
                assertThat(at(present, place.image(), 0, place.cell())).isGreaterThan(0.5f);
                assertThat(place.score()).isEqualTo(1);
            }
            assertThat(corpus.candidates()).hasSize(20);
            for (Place place : corpus.candidates()) {
                assertThat(at(candidates, place.image(), 0, place.cell())).isLessThanOrEqualTo(0.5f);
                assertThat(place.score()).isCloseTo(1.0 / CELLS, within(1e-6));
            }
            assertThat(corpus.candidates().stream().map(Place::image)).doesNotHaveDuplicates();
        }
    }

    @Test
    void levelsAgreeWithTheirDefinitions() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = generator(manager)) {
            float[] maps = maps(generator, options.presentSeed());
            PairCorpus conditional = search(generator, options.rule(LevelRule.CONDITIONAL_MEAN));
            PairCorpus quantile = search(generator, options.rule(LevelRule.QUANTILE));
            PairCorpus top = search(generator, options.rule(LevelRule.TOP_LOCATIONS));
            for (int unit = 0; unit < UNITS; unit++) {
                double sum = 0;
                int count = 0;
                double[] all = new double[IMAGES * CELLS];
                for (int i = 0; i < all.length; i++) {
                    all[i] = at(maps, i / CELLS, unit, i % CELLS);
                    if (at(maps, i / CELLS, 0, i % CELLS) > 0.5f) {
                        sum += all[i];
                        count++;
                    }
                }
                assertThat(conditional.levels().values().get(unit)).isCloseTo(sum / count, within(1e-5));
                assertThat(conditional.presence()).isCloseTo(count / (double) all.length, within(1e-6));
                double expected =
                        new Percentile().withEstimationType(EstimationType.R_7).evaluate(all, 99);
                assertThat(quantile.levels().values().get(unit)).isCloseTo(expected, within(1e-6));
                double mean = 0;
                for (Place place : top.present()) {
                    mean += at(maps, place.image(), unit, place.cell())
                            / (double) top.present().size();
                }
                assertThat(top.levels().values().get(unit)).isCloseTo(mean, within(1e-6));
            }
        }
    }

    @Test
    void aClassThatIsNeverThereIsReported() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.gaussian(
                        manager, UNITS, SIDE, maps -> Wiring.unit(maps, 0).mul(0))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> search(generator, options))
                    .withMessageContaining("found in 0 of 60 images");
        }
    }

    @Test
    void badOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CorpusOptions.of(10))
                .withMessageContaining("20 images");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.kept(5, 5))
                .withMessageContaining("60, 5 and 5");
        assertThat(CorpusOptions.of(10_000)).isEqualTo(CorpusOptions.released());
    }
}
