package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.egan.fitness.Arena;
import io.interp.egan.fitness.Fitness;
import io.interp.egan.fitness.FitnessScore;
import io.interp.egan.fitness.Judge;
import io.interp.egan.point.PointSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FakePoolTest {

    /** Batches of 4 for three steps, from two survivors judged by 5 images each: 6 are needed of each. */
    private static final EvolutionOptions OPTIONS =
            SmallEvolutions.options().withDiscriminatorSteps(3).withParents(2).withEvaluationSize(5);

    private static Candidate survivor(Individual individual, Optional<NDArray> images) {
        return new Candidate(individual, "x", 0, 0, images, FitnessScore.NONE);
    }

    private static List<String> points(NDArray images) {
        float[] all = PointSource.coordinates(images);
        List<String> points = new ArrayList<>();
        for (int i = 0; i < all.length; i += 2) {
            points.add(Arrays.toString(Arrays.copyOfRange(all, i, i + 2)));
        }
        return points;
    }

    private static List<String> batches(NDManager manager, EvolutionOptions options, List<Candidate> survivors) {
        FakePool pool = new FakePool(
                manager, options, survivors.get(0).individual().generator().latents(), 7, survivors);
        List<String> all = new ArrayList<>();
        for (int step = 0; step < options.critic().steps(); step++) {
            NDArray batch = pool.batch(manager, step);
            assertThat(batch.getShape().get(0)).isEqualTo(options.batchSize());
            all.addAll(points(batch));
        }
        return all;
    }

    @Test
    void judgedImagesAreUsedAndSurvivorsMakeTheRest() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator ancestor = SmallEvolutions.TINY.generator(manager, 1);
                Generator other = SmallEvolutions.TINY.generator(manager, 2);
                Individual first = new Individual(manager, ancestor, OPTIONS.variation());
                Individual second = new Individual(manager, other, OPTIONS.variation())) {
            NDArray a = first.images(manager, ancestor.latents().sample(manager, 1, 5), true);
            NDArray b = second.images(manager, ancestor.latents().sample(manager, 2, 5), true);
            List<Candidate> survivors = List.of(survivor(first, Optional.of(a)), survivor(second, Optional.of(b)));
            List<String> used = batches(manager, OPTIONS, survivors);
            assertThat(used).hasSize(12).doesNotHaveDuplicates();
            Set<String> made = new HashSet<>(used);
            assertThat(made.removeAll(points(a))).isTrue();
            assertThat(made.removeAll(points(b))).isTrue();
            assertThat(made).as("one more of each").hasSize(2);
            assertThat(batches(manager, OPTIONS, survivors)).isEqualTo(used);

            EvolutionOptions enough = OPTIONS.withEvaluationSize(6);
            NDArray all = first.images(manager, ancestor.latents().sample(manager, 3, 6), true);
            NDArray more = second.images(manager, ancestor.latents().sample(manager, 4, 6), true);
            List<String> expected = new ArrayList<>(points(all));
            expected.addAll(points(more));
            assertThat(batches(
                            manager,
                            enough,
                            List.of(survivor(first, Optional.of(all)), survivor(second, Optional.of(more)))))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** As many images as batches need, all of them the survivors' own. */
    @Test
    void withoutAJudgeSurvivorsMakeAll() {
        EvolutionOptions random = OPTIONS.withSelection(Selection.RANDOM);
        assertThat(random.evaluationImages()).isEqualTo(6);
        try (NDManager manager = NDManager.newBaseManager();
                Generator ancestor = SmallEvolutions.TINY.generator(manager, 1);
                Individual first = new Individual(manager, ancestor, OPTIONS.variation());
                Individual second = new Individual(manager, ancestor, OPTIONS.variation())) {
            assertThat(batches(
                            manager,
                            random,
                            List.of(survivor(first, Optional.empty()), survivor(second, Optional.empty()))))
                    .hasSize(12)
                    .doesNotHaveDuplicates();
        }
    }

    /** However many images the discriminator's batches need. */
    @Test
    void childrenAreJudgedByTheNumberOfImagesAskedFor() {
        List<Long> seen = new ArrayList<>();
        SmallEvolutions.with(OPTIONS.withFitness(new Counting(seen)), trainer -> SmallEvolutions.steps(trainer, 2));
        assertThat(seen).hasSize(14).containsOnly(5L);
    }

    /** Notes how many images it is shown. */
    private record Counting(List<Long> seen) implements Fitness {
        @Override
        public String label() {
            return "counting";
        }

        @Override
        public Judge judge(Arena arena) {
            seen.add(arena.real().getShape().get(0));
            return images -> {
                seen.add(images.getShape().get(0));
                return FitnessScore.weighted(seen.size(), 0, 0);
            };
        }
    }
}
