package io.interp.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.util.Progress;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.io.HostArray;
import io.interp.core.train.Checkpoint;
import io.interp.partition.energy.GroupCosine;
import io.interp.partition.mixture.GroupAgreement;
import io.interp.testkit.PlantedGenerator;
import io.interp.testkit.contract.StrategyContract;
import io.interp.testkit.drawn.DrawnGan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole retraining, on planted generators and briefly on the drawn one. */
class PartitionStrategyTest extends StrategyContract<InterpretableGan> {

    private static final PlantedGenerator PLANTED = PlantedGenerator.of(3, 12);

    private static final Dcgan SMALL = new Dcgan(4, 16, 3, 8, 4);

    private static PartitionStrategy at(String layer, int groups, int updates) {
        return new PartitionStrategy(layer, SmallRuns.options(groups, updates), SmallRuns.faces());
    }

    @Override
    protected PartitionStrategy strategy() {
        return at(PlantedGenerator.FILTERS, 3, 2);
    }

    @Override
    protected Gan gan(NDManager manager) {
        return Gan.of(PLANTED.generator(manager), SMALL.discriminator(manager, 1));
    }

    @Override
    protected Gan unsuitableGan(NDManager manager) {
        return Gan.of(PlantedGenerator.of(2, 2).generator(manager), SMALL.discriminator(manager, 1));
    }

    @Override
    protected Map<String, HostArray> view(InterpretableGan result) {
        Map<String, HostArray> view =
                new LinkedHashMap<>(Checkpoint.copyOf(result.generator().state()));
        view.putAll(result.mixture().state());
        return view;
    }

    @Test
    void findsThePlantedGroupsBeforeAndAfterTraining() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = PLANTED.generator(manager);
                InterpretableGan untouched = strategy().untouched(Gan.of(generator));
                InterpretableGan trained = strategy().apply(Gan.of(generator))) {
            assertThat(agreement(untouched)).isEqualTo(1);
            assertThat(agreement(trained)).isEqualTo(1);
            assertThat(untouched.stability(2))
                    .allSatisfy(again -> assertThat(again.adjustedRand()).isEqualTo(1));
            assertThat(untouched.history()).isEmpty();
            assertThat(trained.history()).extracting(UpdateReport::update).containsExactly(1, 2);
            Map<String, HostArray> weights = Checkpoint.copyOf(generator.state());
            Checkpoint.copyOf(untouched.generator().state())
                    .forEach((name, array) -> assertThat(array.bytes())
                            .isEqualTo(weights.get(name).bytes()));
            assertThat(trained.generator().fingerprint())
                    .isNotEqualTo(untouched.generator().fingerprint());
        }
    }

    private static double agreement(InterpretableGan gan) {
        return GroupAgreement.of(PLANTED.groupOfFilter(), gan.mixture().assignment())
                .adjustedRand();
    }

    @Test
    void refusesALayerThatDoesNotFit() {
        refused(PLANTED, at(PlantedGenerator.FILTERS, 13, 1), "12 filters", "13 groups");
        refused(PLANTED, at(PlantedGenerator.AMPLITUDES, 3, 1), "amplitudes", "needs maps");
        refused(PLANTED, at("filtres", 3, 1), "filtres", PlantedGenerator.FILTERS);
    }

    @Test
    void refusesDataOfAnotherSizeBeforeAnyWork() {
        ImageSource large = ImageSources.open("drawn:faces?count=64", 3, 32, 32);
        ImageSource grey = ImageSources.open("drawn:faces?count=64", 1, 16, 16);
        for (ImageSource data : List.of(large, grey)) {
            refused(
                    PLANTED,
                    new PartitionStrategy(PlantedGenerator.FILTERS, SmallRuns.options(3, 1), data),
                    "(3, 16, 16)",
                    "(" + data.channels() + ", " + data.height());
        }
    }

    private static void refused(PlantedGenerator planted, PartitionStrategy strategy, String... says) {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = planted.generator(manager)) {
            int before = manager.getManagedArrays().size();
            for (boolean train : new boolean[] {true, false}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> {
                            Gan gan = Gan.of(generator);
                            InterpretableGan result = train ? strategy.apply(gan) : strategy.untouched(gan);
                            result.close();
                        })
                        .satisfies(e -> assertThat(e.getMessage()).contains(says));
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void aGanWithoutADiscriminatorGetsAWarmUp() {
        Counter counter = new Counter();
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = PLANTED.generator(manager);
                InterpretableGan warm = strategy().progress(counter).apply(Gan.of(generator));
                InterpretableGan cold = new PartitionStrategy(
                                PlantedGenerator.FILTERS,
                                SmallRuns.options(3, 2).withWarmUp(0),
                                SmallRuns.faces())
                        .apply(Gan.of(generator))) {
            assertThat(counter.max).isEqualTo(4); // 2 steps of warm-up, 2 updates
            assertThat(counter.seen).containsExactly(1L, 2L, 3L, 4L);
            // the same fresh discriminator, but one has seen images before the generator's first step
            assertThat(warm.history().get(0).discriminatorLoss())
                    .isNotEqualTo(cold.history().get(0).discriminatorLoss());
        }
    }

    @Test
    void anInterruptedRunGoesOnToTheSameBytes(@TempDir Path folder) {
        // Stopped after the 5th update, the last checkpoint is of the 4th; the grouping is refitted at the 7th only.
        PartitionStrategy whole = at(PlantedGenerator.FILTERS, 3, 7);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = PLANTED.generator(manager);
                InterpretableGan expected = whole.apply(Gan.of(generator))) {
            PartitionStrategy resumable = whole.checkpoints(folder, 2);
            PartitionStrategy stopped = resumable.listener(report -> {
                if (report.update() == 5) {
                    throw new CancellationException("enough");
                }
            });
            int before = manager.getManagedArrays().size();
            assertThatThrownBy(() -> stopped.apply(Gan.of(generator)).close()).hasMessage("enough");
            assertThat(manager.getManagedArrays()).hasSize(before);

            try (InterpretableGan resumed = resumable.apply(Gan.of(generator))) {
                assertThat(resumed.history()).isEqualTo(expected.history());
                assertThat(resumed.generator().fingerprint())
                        .isEqualTo(expected.generator().fingerprint());
                assertThat(resumed.mixture().assignment())
                        .containsExactly(expected.mixture().assignment());
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> at(PlantedGenerator.FILTERS, 2, 7)
                            .checkpoints(folder, 2)
                            .apply(Gan.of(generator))
                            .close())
                    .withMessageContaining("other settings");
        }
    }

    /** Check 7 of the method in a short form: the two cosines part, as the paper wants them to. */
    @Test
    void mapsOfAGroupGetMoreAlikeAndThoseOfOthersLess() {
        int groups = 8;
        ImageSource faces = ImageSources.open("drawn:faces?count=256", 3, 32, 32);
        PartitionOptions robust = PartitionOptions.robust(groups);
        // Few steps, so that the average has to forget faster than by default.
        PartitionOptions options = robust.withUpdates(35, 3)
                .withImages(128, 16)
                .withGan(robust.gan().withBatchSize(8).withEma(0.8));
        PartitionStrategy strategy = new PartitionStrategy("layer3", options, faces);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager);
                var discriminator = DrawnGan.discriminator(manager);
                InterpretableGan untouched = strategy.untouched(Gan.of(generator, discriminator));
                InterpretableGan trained = strategy.apply(Gan.of(generator, discriminator))) {
            GroupCosine before = untouched.cosine();
            GroupCosine after = trained.cosine();
            assertThat(after.same()).isGreaterThan(before.same());
            assertThat(after.other()).isLessThan(before.other());
            assertThat(trained.mixture().groupsAlive()).isEqualTo(groups);
            assertThat(trained.history().stream()
                            .mapToDouble(report -> report.energyChains() - report.energyData())
                            .average()
                            .orElseThrow())
                    .isPositive();
        }
    }

    private static final class Counter implements Progress {
        private final List<Long> seen = new ArrayList<>();
        private long max;

        @Override
        public void reset(String message, long most, String trailing) {
            max = most;
        }

        @Override
        public void start(long initial) {}

        @Override
        public void end() {}

        @Override
        public void increment(long by) {}

        @Override
        public void update(long progress, String message) {
            seen.add(progress);
        }
    }
}
