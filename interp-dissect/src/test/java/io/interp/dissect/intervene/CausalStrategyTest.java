package io.interp.dissect.intervene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Edit;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.dissect.UnitRanking;
import io.interp.testkit.contract.LeakAssertions;
import io.interp.testkit.contract.StrategyContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CausalStrategyTest extends StrategyContract<CausalUnits> {

    /** Units 1 and 3 draw the class where both are on; unit 5 is a copy of unit 1 that nothing reads. */
    private static final int UNITS = 8;

    private static final CausalOptions SMALL = new CausalOptions(
            CorpusOptions.of(120).kept(36, 6),
            AlphaOptions.released()
                    .from(AlphaStart.UNIFORM)
                    .penalty(Penalty.ABSOLUTE, 0.05)
                    .steps(true, 0.02, 20)
                    .pairs(10));

    private final Wiring.Channels segmenter = new Wiring.Channels("none", "thing");

    @Override
    protected CausalStrategy strategy() {
        return new CausalStrategy(segmenter, "thing", Wiring.UNITS).options(SMALL);
    }

    @Override
    protected Gan gan(NDManager manager) {
        return Gan.of(Wiring.bernoulli(
                manager, UNITS, 2, 0.5, maps -> Wiring.unit(maps, 1).mul(Wiring.unit(maps, 3))));
    }

    @Override
    protected Gan unsuitableGan(NDManager manager) {
        return Gan.of(new Dcgan(4, 8, 1, 4, 4).generator(manager, 0));
    }

    @Override
    protected Map<String, HostArray> view(CausalUnits result) {
        return Map.of(
                "alpha",
                HostArray.of(result.alpha().stream().mapToDouble(a -> a).toArray(), UNITS),
                "loss",
                HostArray.of(
                        result.epochs().stream()
                                .mapToDouble(CausalUnits.Epoch::loss)
                                .toArray(),
                        result.epochs().size()));
    }

    @Test
    void findsTheUnitsThatCauseAndNoOthers(@TempDir Path folder) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            CausalUnits found = strategy().apply(gan);
            assertThat(found.ranking().top(2)).containsExactlyInAnyOrder(1, 3);
            assertThat(found.alpha().get(1)).isEqualTo(1);
            for (int unit : new int[] {0, 2, 4, 5, 6, 7}) {
                assertThat(found.alpha().get(unit)).as("unit %d", unit).isZero();
            }
            assertThat(found.active()).isEqualTo(2);
            // Both units are needed to insert; either is enough to ablate.
            CausalUnits.SetEffect both = found.effects().get(1);
            assertThat(both.units()).isEqualTo(2);
            assertThat(both.inserted()).isCloseTo(1, within(1e-6));
            assertThat(both.ablated()).isZero();
            assertThat(found.unitsFor(0.9)).isEqualTo(2);
            assertThat(found.levels().values().get(1)).isCloseTo(1, within(1e-6));
            assertThat(found.levels().values().get(0)).isCloseTo(0.5, within(0.1));
            assertThat(found.epochs().get(19).held())
                    .isLessThan(found.epochs().get(0).held());
            Edit ablation = found.ablation(2);
            assertThat(ablation.alpha().toFloats()).containsExactly(0, 1, 0, 1, 0, 0, 0, 0);
            assertThat(found.insertion(2).value().toFloats()[3]).isCloseTo(1, within(1e-6f));
            found.save(folder.resolve("units.json"));
            assertThat(Json.read(folder.resolve("units.json")).get("layer").getAsString())
                    .isEqualTo(Wiring.UNITS);
            assertThat(found.toString()).contains("'thing'");
            gan.generator().close();
        }
    }

    @Test
    void greedyChoiceAgrees() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Generator generator = gan(manager).generator();
            TargetClass thing = TargetClass.of(segmenter, "thing");
            PairCorpus corpus =
                    new CorpusSearch(generator, Wiring.UNITS, thing, SMALL.corpus(), Optional.empty()).search();
            GreedySelection greedy = GreedySelection.byEffect(generator, thing, corpus, SMALL.corpus(), 3);
            assertThat(greedy.order().subList(0, 2)).containsExactlyInAnyOrder(1, 3);
            assertThat(greedy.values().get(1)).isCloseTo(1, within(1e-6));
            assertThat(greedy.values().get(2)).isCloseTo(1, within(1e-6));
            assertThat(greedy.ranking(Wiring.UNITS, "thing", UNITS).top(2))
                    .isEqualTo(greedy.order().subList(0, 2));
            generator.close();
        }
    }

    @Test
    void greedyChoiceStopsWhereNothingIsGained() {
        double[] worth = {1, 5, 3, 0.1};
        GreedySelection chosen = GreedySelection.of(
                4, 4, 0.5, 0, set -> set.stream().mapToDouble(u -> worth[u]).sum());
        assertThat(chosen.order()).containsExactly(1, 2, 0);
        assertThat(chosen.values()).containsExactly(5.0, 8.0, 9.0);
    }

    @Test
    void startsFromAgreementAndBreaksTiesByIt() {
        UnitRanking iou =
                new UnitRanking(Wiring.UNITS, "iou", "thing", List.of(0.1, 0.2, 0.1, 0.5, 0.1, 0.4, 0.1, 0.1));
        CausalOptions options = new CausalOptions(
                SMALL.corpus(), SMALL.alpha().from(AlphaStart.IOU).steps(true, 0.02, 50));
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            CausalUnits found = strategy().options(options).start(iou).apply(gan);
            // Both end at 1, where the unit with the higher IoU comes first.
            assertThat(found.alpha().get(1)).isEqualTo(1);
            assertThat(found.alpha().get(3)).isEqualTo(1);
            assertThat(found.ranking().top(2)).containsExactly(3, 1);
            assertThat(found.alpha().get(5)).isZero();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> strategy().options(options).apply(gan))
                    .withMessageContaining("start(...)");
            UnitRanking other = new UnitRanking("other", "iou", "thing", iou.scores());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> strategy().start(other).apply(gan))
                    .withMessageContaining("'other'");
            gan.generator().close();
        }
    }

    @Test
    void optimisingLeavesNothingBehind() {
        CausalOptions tiny =
                new CausalOptions(CorpusOptions.of(20), SMALL.alpha().steps(true, 0.02, 2));
        try (NDManager manager = NDManager.newBaseManager()) {
            Gan gan = gan(manager);
            LeakAssertions.flat(
                    manager,
                    () -> assertThat(strategy().options(tiny).apply(gan).alpha())
                            .hasSize(UNITS),
                    5,
                    15);
            gan.generator().close();
        }
    }

    @Test
    void setsGrowByAQuarter() {
        assertThat(CausalStrategy.counts(20)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 20);
        assertThat(CausalStrategy.counts(1)).containsExactly(1);
    }
}
