package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.io.HostArray;
import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.GanTraining;
import io.interp.egan.fitness.Arena;
import io.interp.egan.fitness.Fitness;
import io.interp.egan.fitness.FitnessScore;
import io.interp.egan.fitness.Judge;
import io.interp.egan.fitness.PairwiseFitness;
import io.interp.testkit.contract.DeterminismAssertions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EvolutionTrainerTest {

    private static final List<Mutation> THREE = AdversarialMutation.ofPaper();

    @TempDir
    private Path folder;

    /** The same draws, losses and updates as the ordinary trainer's, found by other code. */
    @Test
    void oneParentAndOneMutationAreOrdinaryTraining() {
        EvolutionOptions options =
                SmallEvolutions.criticFirst().withMutations(List.of(AdversarialMutation.HEURISTIC.times(2)));
        GanTraining plain = SmallEvolutions.ordinary(options);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = SmallEvolutions.TINY.generator(manager, 1);
                Discriminator first = SmallEvolutions.TINY.discriminator(manager, 2);
                Discriminator second = first.copy();
                EvolutionTrainer evolution = new EvolutionTrainer(generator, first, SmallEvolutions.POINTS, options);
                GanTrainer trainer = new GanTrainer(generator, second, SmallEvolutions.POINTS, plain)) {
            String ancestor = generator.fingerprint();
            SmallEvolutions.steps(evolution, 8);
            assertThat(generator.fingerprint()).as("the ancestor stays").isEqualTo(ancestor);
            for (int i = 0; i < 8; i++) {
                trainer.step();
            }
            assertThat(evolution.best().fingerprint()).isEqualTo(generator.fingerprint());
            assertThat(first.fingerprint()).isEqualTo(second.fingerprint());
            assertThat(evolution.history().generations().get(7).discriminatorLoss())
                    .isFinite();
        }
    }

    /**
     * Each child of several is the only child of a run with its mutation alone: siblings share nothing, in whatever order
     * they are bred.
     */
    @Test
    void theWinnerIsTheChildItsMutationHasAlone() {
        Map<String, Map<String, HostArray>> alone = new HashMap<>();
        for (Mutation mutation : THREE) {
            SmallEvolutions.with(SmallEvolutions.criticFirst().withMutations(List.of(mutation)), trainer -> {
                trainer.step();
                alone.put(mutation.label(), SmallEvolutions.weights(trainer));
            });
        }
        Set<String> winners = new HashSet<>();
        for (Mutation favourite : THREE) {
            for (List<Mutation> order : orders(favourite)) {
                EvolutionOptions options = SmallEvolutions.criticFirst()
                        .withMutations(order)
                        .withFitness(new Favourite(order.indexOf(favourite)));
                SmallEvolutions.with(options, trainer -> {
                    GenerationReport report = trainer.step();
                    assertThat(report.survivors())
                            .extracting(ChildReport::origin)
                            .containsExactly(favourite.label());
                    assertSame(SmallEvolutions.weights(trainer), alone.get(favourite.label()));
                    winners.add(favourite.label());
                });
            }
        }
        assertThat(winners).hasSize(3);
        assertThat(new HashSet<>(alone.values())).as("the mutations differ").hasSize(3);
    }

    /** Chance has nothing to choose among equal objectives: moments and weights go from parent to child unchanged. */
    @Test
    void chanceAmongEqualObjectivesIsTrainingByOne() {
        Mutation one = AdversarialMutation.HEURISTIC;
        List<Mutation> equal = List.of(one, Mutation.of("second", one::loss), Mutation.of("third", one::loss));
        EvolutionOptions options = SmallEvolutions.options();
        Map<String, HostArray> alone = new HashMap<>();
        SmallEvolutions.with(options.withMutations(List.of(one)), trainer -> {
            SmallEvolutions.steps(trainer, 12);
            alone.putAll(SmallEvolutions.weights(trainer));
        });
        SmallEvolutions.with(options.withMutations(equal).withSelection(Selection.RANDOM), trainer -> {
            SmallEvolutions.steps(trainer, 12);
            assertThat(trainer.history().wins().values()).as("shares of wins").allMatch(share -> share > 0);
            assertSame(SmallEvolutions.weights(trainer), alone);
        });
    }

    private static List<List<Mutation>> orders(Mutation first) {
        List<Mutation> rest = new ArrayList<>(THREE);
        rest.remove(first);
        return List.of(
                List.of(first, rest.get(0), rest.get(1)),
                List.of(rest.get(1), first, rest.get(0)),
                List.of(rest.get(0), rest.get(1), first));
    }

    private static void assertSame(Map<String, HostArray> found, Map<String, HostArray> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, array) ->
                assertThat(array.bytes()).as(name).isEqualTo(expected.get(name).bytes()));
    }

    /** Prefers the candidate judged at a given place. */
    private record Favourite(int place) implements Fitness {
        @Override
        public String label() {
            return "favourite";
        }

        @Override
        public Judge judge(Arena arena) {
            int[] judged = {0};
            return images -> FitnessScore.weighted(judged[0]++ == place ? 1 : 0, 0, 0);
        }
    }

    /** Knows no one fit. */
    private record Hopeless(int except) implements Fitness {
        @Override
        public String label() {
            return "hopeless";
        }

        @Override
        public Judge judge(Arena arena) {
            int[] judged = {0};
            return images -> judged[0]++ == except ? FitnessScore.weighted(-5, 0, 0) : FitnessScore.NONE;
        }
    }

    @ParameterizedTest
    @MethodSource("varied")
    void theFittestSurvive(String name, EvolutionOptions options) {
        SmallEvolutions.with(options, trainer -> {
            for (int i = 0; i < 12; i++) {
                GenerationReport report = trainer.step();
                assertThat(report.survivors()).hasSize(options.parents());
                if (options.judges()) {
                    List<Double> best = report.children().stream()
                            .map(child -> child.score().fitness())
                            .sorted(Comparator.reverseOrder())
                            .limit(options.parents())
                            .toList();
                    assertThat(report.survivors())
                            .extracting(child -> child.score().fitness())
                            .containsExactlyInAnyOrderElementsOf(best);
                } else {
                    assertThat(report.children()).hasSize(options.parents());
                }
                if (options.selection() != Selection.PLUS) {
                    assertThat(report.children())
                            .extracting(ChildReport::origin)
                            .doesNotContain(ChildReport.PARENT);
                }
                assertThat(new HashSet<>(trainer.parents())).hasSize(options.parents());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("varied")
    void goesOnFromACheckpointToTheSameBytes(String name, EvolutionOptions options) throws IOException {
        Path whole = folder.resolve("whole");
        Path half = folder.resolve("half");
        Path resumed = folder.resolve("resumed");
        SmallEvolutions.with(options, trainer -> {
            SmallEvolutions.steps(trainer, 7);
            trainer.save(whole);
        });
        SmallEvolutions.with(options, trainer -> {
            SmallEvolutions.steps(trainer, 4);
            trainer.save(half);
        });
        SmallEvolutions.with(options, trainer -> {
            trainer.restore(half);
            assertThat(trainer.steps()).isEqualTo(4);
            SmallEvolutions.steps(trainer, 3);
            trainer.save(resumed);
            assertThat(trainer.history().size()).isEqualTo(7);
        });
        assertThat(Files.readAllBytes(resumed)).isEqualTo(Files.readAllBytes(whole));
    }

    @ParameterizedTest
    @MethodSource("varied")
    void sameSeedSameBytesInAnyThread(String name, EvolutionOptions options) {
        DeterminismAssertions.sameBytes(() -> {
            Map<String, HostArray> seen = new LinkedHashMap<>();
            SmallEvolutions.with(options, trainer -> {
                SmallEvolutions.steps(trainer, 4);
                seen.putAll(SmallEvolutions.weights(trainer));
                seen.putAll(trainer.history().state());
            });
            return seen;
        });
    }

    static Stream<Arguments> varied() {
        EvolutionOptions base = SmallEvolutions.options();
        return Stream.of(
                Arguments.of("one parent", base),
                Arguments.of("critic first", SmallEvolutions.criticFirst().withDiscriminatorSteps(2)),
                Arguments.of(
                        "critic first, three parents",
                        SmallEvolutions.criticFirst().withParents(3)),
                Arguments.of(
                        "two parents, three critic steps", base.withParents(2).withDiscriminatorSteps(3)),
                Arguments.of("moments of mutations", base.withParents(2).withMoments(AdamInheritance.MUTATION)),
                Arguments.of("plus", base.withParents(2).withSelection(Selection.PLUS)),
                Arguments.of("random", base.withParents(2).withSelection(Selection.RANDOM)),
                Arguments.of("one mutation", base.withMutations(List.of(AdversarialMutation.MINIMAX))),
                Arguments.of(
                        "IE-GAN",
                        base.withParents(2)
                                .withFitness(new PairwiseFitness(1))
                                .withCrossover(Optional.of(Crossover.IE_GAN))),
                Arguments.of("own latents", released()));
    }

    private static EvolutionOptions released() {
        return EvolutionOptions.released().withBatchSize(4).withEvaluationSize(6);
    }

    @Test
    void momentsChangeTheSecondStepAndNotTheFirst() {
        List<Map<String, HostArray>> firsts = new ArrayList<>();
        List<Map<String, HostArray>> seconds = new ArrayList<>();
        for (AdamInheritance moments : AdamInheritance.values()) {
            EvolutionOptions options =
                    SmallEvolutions.options().withMoments(moments).withFitness(new Alternating(new AtomicInteger()));
            SmallEvolutions.with(options, trainer -> {
                trainer.step();
                firsts.add(SmallEvolutions.weights(trainer));
                trainer.step();
                seconds.add(SmallEvolutions.weights(trainer));
            });
        }
        assertSame(firsts.get(1), firsts.get(0));
        assertSame(firsts.get(2), firsts.get(0));
        assertThat(new HashSet<>(
                        seconds.stream().map(EvolutionTrainerTest::text).toList()))
                .hasSize(3);
    }

    private static String text(Map<String, HostArray> weights) {
        StringBuilder text = new StringBuilder();
        weights.values().forEach(array -> text.append(Arrays.toString(array.toFloats())));
        return text.toString();
    }

    /** The first child wins in the first generation, the second one in the next: only then do mutations' moments differ. */
    private record Alternating(AtomicInteger generation) implements Fitness {
        @Override
        public String label() {
            return "alternating";
        }

        @Override
        public Judge judge(Arena arena) {
            int winner = generation.getAndIncrement();
            int[] judged = {0};
            return images -> FitnessScore.weighted(judged[0]++ == winner ? 1 : 0, 0, 0);
        }

        @Override
        public String toString() {
            return label();
        }
    }

    @Test
    void withoutAFitChildTheParentLivesOn() {
        SmallEvolutions.with(SmallEvolutions.options().withFitness(new Hopeless(-1)), trainer -> {
            Map<String, HostArray> before = SmallEvolutions.weights(trainer);
            GenerationReport report = trainer.step();
            assertThat(report.survivors()).extracting(ChildReport::origin).containsExactly(ChildReport.PARENT);
            assertSame(SmallEvolutions.weights(trainer), before);
            trainer.step();
        });
        EvolutionOptions two = SmallEvolutions.options().withParents(2).withFitness(new Hopeless(4));
        SmallEvolutions.with(two, trainer -> {
            GenerationReport report = trainer.step();
            assertThat(report.survivors())
                    .extracting(ChildReport::origin)
                    .containsExactly(THREE.get(1).label(), ChildReport.PARENT);
        });
    }

    @Test
    void randomSelectionChoosesEveryMutationAboutEquallyOften() {
        EvolutionOptions options = SmallEvolutions.options().withSelection(Selection.RANDOM);
        SmallEvolutions.with(options, trainer -> {
            SmallEvolutions.steps(trainer, 150);
            // A share of 1/3 of 150 has a deviation of 0.038.
            assertThat(trainer.history().wins().values())
                    .hasSize(3)
                    .allSatisfy(share -> assertThat(share).isBetween(0.18, 0.49));
        });
    }

    @ParameterizedTest
    @EnumSource(Selection.class)
    void imagesCanBeEvolvedToo(Selection selection) {
        Dcgan dcgan = new Dcgan(3, 8, 1, 4, 4);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = dcgan.generator(manager, 1);
                Discriminator discriminator = dcgan.discriminator(manager, 2)) {
            var images = ImageSource.of(generator.generate(generator.latents().sample(manager, 1, 9)));
            try (EvolutionTrainer trainer = new EvolutionTrainer(
                    generator, discriminator, images, released().withSelection(selection))) {
                SmallEvolutions.steps(trainer, 3);
                assertThat(trainer.best().fingerprint()).isNotEqualTo(generator.fingerprint());
            }
        }
    }

    @Test
    void divergenceIsReported() {
        AdamOptions wild = new AdamOptions(1e30, 0, 0, 1e-8);
        SmallEvolutions.with(
                SmallEvolutions.options().withAdam(wild, wild),
                trainer -> assertThatExceptionOfType(InterpException.class)
                        .isThrownBy(() -> SmallEvolutions.steps(trainer, 5))
                        .withMessageContaining("diverged"));
    }

    @Test
    void refusesWhatDoesNotFitTogether() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = new Dcgan(3, 8, 1, 4, 4).generator(manager, 1);
                Discriminator discriminator = SmallEvolutions.TINY.discriminator(manager, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EvolutionTrainer(
                                    generator, discriminator, SmallEvolutions.POINTS, SmallEvolutions.options())
                            .close())
                    .withMessageContaining("must be the same");
        }
        Path saved = folder.resolve("saved");
        SmallEvolutions.with(SmallEvolutions.options(), trainer -> trainer.save(saved));
        SmallEvolutions.with(
                SmallEvolutions.options().withGamma(1),
                trainer -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> trainer.restore(saved))
                        .withMessageContaining("other settings"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SmallEvolutions.with(
                        SmallEvolutions.options(), trainer -> trainer.restore(folder.resolve("absent"))));
    }
}
