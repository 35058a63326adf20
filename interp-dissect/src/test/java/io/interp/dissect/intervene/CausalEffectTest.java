package io.interp.dissect.intervene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import io.interp.dissect.UnitRanking;
import io.interp.dissect.intervene.AblationCurves.Protocol;
import io.interp.testkit.contract.LeakAssertions;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Effects against wirings whose effects are known in closed form. */
class CausalEffectTest {

    private static final int UNITS = 6;
    private static final int SIDE = 3;
    private static final int CELLS = SIDE * SIDE;
    private static final int IMAGES = 400;
    private static final double Q = 0.4;
    private static final int WIRED = 4;
    private static final EffectOptions ALL_CELLS = EffectOptions.of(IMAGES).cells(CELLS);

    private final Wiring.Channels segmenter = new Wiring.Channels("none", "thing");
    private final TargetClass thing = TargetClass.of(segmenter, "thing");

    private static UnitLevels levels(int units, double level) {
        return new UnitLevels(Wiring.UNITS, LevelRule.QUANTILE, Collections.nCopies(units, level));
    }

    private static List<Integer> first(int units) {
        return IntStream.range(0, units).boxed().toList();
    }

    /** The share of cells of the sample where all (or any) of the wired units from j on are on. */
    private static double share(Generator generator, int j, boolean all) {
        try (GradScope off = GradScope.off();
                NDManager scope = generator.manager().newSubManager()) {
            float[] maps = generator
                    .activation(generator.latents().sample(scope, 3, IMAGES), Wiring.UNITS, Pass.INFERENCE)
                    .toFloatArray();
            int count = 0;
            for (int image = 0; image < IMAGES; image++) {
                for (int cell = 0; cell < CELLS; cell++) {
                    int on = 0;
                    for (int u = j; u < WIRED; u++) {
                        on += (int) maps[(image * UNITS + u) * CELLS + cell];
                    }
                    count += (all ? on == WIRED - j : on > 0) ? 1 : 0;
                }
            }
            return count / (double) (IMAGES * CELLS);
        }
    }

    @Test
    void effectOfAnAndOfUnits() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.bernoulli(manager, UNITS, SIDE, Q, Wiring.and(WIRED))) {
            for (int j : new int[] {1, 2, 4}) {
                AverageCausalEffect effect =
                        AverageCausalEffect.measure(generator, thing, levels(UNITS, 1), first(j), ALL_CELLS);
                assertThat(effect.effect().value()).isCloseTo(share(generator, j, true), within(1e-6));
                double truth = Math.pow(Q, WIRED - j);
                assertThat(effect.effect().value())
                        .isCloseTo(truth, within(5 * Math.sqrt(truth / (IMAGES * CELLS)) + 1e-6));
                assertThat(effect.ablated().value()).isZero();
                assertThat(effect.untouched().value()).isCloseTo(share(generator, 0, true), within(1e-6));
                assertThat(effect.normalised().value())
                        .isCloseTo(effect.effect().value() / effect.untouched().value(), within(1e-12));
            }
        }
    }

    @Test
    void effectOfAnOrOfUnits() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.bernoulli(manager, UNITS, SIDE, Q, Wiring.or(WIRED))) {
            for (int j : new int[] {1, 2, 4}) {
                AverageCausalEffect effect =
                        AverageCausalEffect.measure(generator, thing, levels(UNITS, 1), first(j), ALL_CELLS);
                assertThat(effect.effect().value())
                        .isCloseTo(1 - (j == WIRED ? 0 : share(generator, j, false)), within(1e-6));
                assertThat(effect.effect().value()).isCloseTo(Math.pow(1 - Q, WIRED - j), within(0.045));
            }
        }
    }

    @Test
    void aDecoyHasNoEffectAtAll() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.bernoulli(manager, UNITS, SIDE, Q, Wiring.and(WIRED))) {
            AverageCausalEffect effect =
                    AverageCausalEffect.measure(generator, thing, levels(UNITS, 1), List.of(4, 5), ALL_CELLS);
            assertThat(effect.effect()).isEqualTo(new Estimate(0, 0, 0));
        }
    }

    @Test
    void ablationOfAnAndAndAnOr() {
        UnitRanking wired = new UnitRanking(Wiring.UNITS, "iou", "thing", List.of(6.0, 5.0, 4.0, 3.0, 2.0, 1.0));
        for (boolean all : new boolean[] {true, false}) {
            try (NDManager manager = NDManager.newBaseManager();
                    Generator generator =
                            Wiring.bernoulli(manager, UNITS, SIDE, Q, all ? Wiring.and(WIRED) : Wiring.or(WIRED))) {
                for (Protocol protocol : Protocol.values()) {
                    AblationCurves curves = new AblationMeter(generator, thing, ALL_CELLS)
                            .measure(protocol, List.of(wired), List.of(1, 2, 3, 4, 5, 6));
                    for (int j = 1; j <= UNITS; j++) {
                        AblationCurve.Point point = curves.curve("iou").at(j);
                        double left = all || j >= WIRED ? 0 : share(generator, j, false);
                        double before = share(generator, 0, all);
                        assertThat(point.removed().value()).isCloseTo(1 - left / before, within(1e-6));
                        if (protocol == Protocol.WHOLE_IMAGE) {
                            assertThat(point.change().value()).isCloseTo(left - before, within(1e-6));
                        }
                    }
                    // All six units, in any order, are all four wired ones.
                    assertThat(curves.curve("random").at(6).removed().value()).isCloseTo(1, within(1e-6));
                    assertThat(curves.curve("random").at(1).removed().value())
                            .isLessThan(curves.curve("iou").at(1).removed().value() + 1e-6);
                    assertThat(curves.chart().toSvg()).contains("random");
                    assertThat(curves.toString()).contains("iou");
                }
            }
        }
    }

    @Test
    void sharesOfAlphaScaleWhatIsRead() {
        // The class shows where the unit is above one half; alpha 0.4 leaves 0.6 of it, alpha 0.6 leaves 0.4.
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.bernoulli(manager, 2, SIDE, Q, maps -> Wiring.unit(maps, 0))) {
            AblationMeter meter = new AblationMeter(generator, thing, EffectOptions.of(40)).randomSets(0);
            for (double alpha : new double[] {0.4, 0.6}) {
                UnitRanking ranking = new UnitRanking(Wiring.UNITS, "alpha", "thing", List.of(alpha, 0.0));
                assertThat(meter.fractional(true)
                                .measure(Protocol.WHOLE_IMAGE, List.of(ranking), List.of(1))
                                .curve("alpha")
                                .at(1)
                                .removed()
                                .value())
                        .isEqualTo(alpha > 0.5 ? 1 : 0);
                assertThat(meter.measure(Protocol.WHOLE_IMAGE, List.of(ranking), List.of(1))
                                .curve("alpha")
                                .at(1)
                                .removed()
                                .value())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void insertionIsVetoedByItsContext() {
        // Unit 0 draws doors, but only on the building that unit 1 draws; elsewhere is sky.
        Wiring.Channels scene = new Wiring.Channels("sky", "door", "building");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.bernoulli(
                        manager,
                        2,
                        SIDE,
                        Q,
                        maps -> Wiring.channels(
                                Wiring.unit(maps, 0).mul(Wiring.unit(maps, 1)), Wiring.unit(maps, 1)))) {
            ContextInsertion insertion = ContextInsertion.measure(
                    generator, TargetClass.of(scene, "door"), levels(2, 1), List.of(0), ALL_CELLS);
            assertThat(insertion.contexts().stream().map(ContextInsertion.Context::label))
                    .containsExactlyInAnyOrder("sky", "door", "building");
            for (ContextInsertion.Context context : insertion.contexts()) {
                Estimate inCell = context.inCell();
                // Between its edges a cell has no class but its own: all of it turns, or nothing does.
                assertThat(inCell.value()).isCloseTo(context.label().equals("building") ? 1 : 0, within(1e-6));
                assertThat(context.inImage().value()).isCloseTo(inCell.value() / CELLS, within(1e-6));
            }
            assertThat(insertion.untouched()).isCloseTo(Q * Q, within(0.03));
            assertThat(insertion.contexts().get(0).label()).isEqualTo("building");
            assertThat(insertion.normalised(insertion.contexts().get(0)).value())
                    .isCloseTo(1 / insertion.untouched(), within(1e-6));
            assertThat(insertion.contexts().stream()
                            .mapToInt(ContextInsertion.Context::cells)
                            .sum())
                    .isEqualTo(IMAGES * CELLS);
        }
    }

    @Test
    void tableHasTheEffectOfEveryUnitOnEveryClass() {
        Wiring.Channels scene = new Wiring.Channels("sky", "door", "building");
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.bernoulli(
                        manager,
                        2,
                        SIDE,
                        Q,
                        maps -> Wiring.channels(
                                Wiring.unit(maps, 0).mul(Wiring.unit(maps, 1)), Wiring.unit(maps, 1)))) {
            EffectTable table = EffectTable.measure(
                    generator, scene, Wiring.UNITS, EffectTable.singles(generator, Wiring.UNITS), ALL_CELLS);
            double sky = table.before().get(0);
            double door = table.before().get(1);
            double building = table.before().get(2);
            assertThat(sky + door + building).isCloseTo(1, within(1e-9));
            assertThat(table.change("0", "door").value()).isCloseTo(-door, within(1e-9));
            assertThat(table.change("0", "building").value()).isCloseTo(door, within(1e-9));
            assertThat(table.change("0", "sky").value()).isCloseTo(0, within(1e-12));
            assertThat(table.change("1", "sky").value()).isCloseTo(1 - sky, within(1e-9));
            assertThat(table.toString()).contains("images");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> table.change("0", "dor"))
                    .withMessageContaining("door");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            EffectTable.measure(generator, scene, Wiring.UNITS, Map.of("x", List.of(2)), ALL_CELLS))
                    .withMessageContaining("units 0 to 1");
        }
    }

    @Test
    void measuringLeavesNothingBehind() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.bernoulli(manager, UNITS, SIDE, Q, Wiring.and(WIRED))) {
            EffectOptions few = EffectOptions.of(8).cells(2);
            UnitRanking ranking = new UnitRanking(Wiring.UNITS, "iou", "thing", List.of(6.0, 5.0, 4.0, 3.0, 2.0, 1.0));
            AblationMeter meter = new AblationMeter(generator, TargetClass.of(segmenter, "none"), few);
            LeakAssertions.flat(
                    manager,
                    () -> {
                        meter.measure(Protocol.PER_CELL, List.of(ranking), List.of(1, 3));
                        ContextInsertion.measure(generator, thing, levels(UNITS, 1), first(2), few);
                        AverageCausalEffect.measure(generator, thing, levels(UNITS, 1), first(2), few);
                    },
                    5,
                    20);
        }
    }

    @Test
    void badInput() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = Wiring.bernoulli(manager, UNITS, SIDE, Q, Wiring.and(WIRED))) {
            UnitRanking ranking = new UnitRanking(Wiring.UNITS, "iou", "thing", Collections.nCopies(UNITS, 1.0));
            UnitRanking other = new UnitRanking(Wiring.UNITS, "alpha", "thing", List.of(1.0));
            AblationMeter meter = new AblationMeter(generator, thing, ALL_CELLS);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> meter.measure(Protocol.WHOLE_IMAGE, List.of(ranking, other), List.of(1)))
                    .withMessageContaining("'alpha' of 1 units");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> meter.measure(Protocol.WHOLE_IMAGE, List.of(ranking), List.of(1, 7)))
                    .withMessageContaining("at most 6");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TargetClass.of(segmenter, "thin"))
                    .withMessageContaining("near names: thing");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            AverageCausalEffect.measure(generator, thing, levels(UNITS, 1), List.of(UNITS), ALL_CELLS))
                    .withMessageContaining("units 0 to 5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> levels(2, Double.NaN))
                    .withMessageContaining("unit 0");
        }
    }
}
