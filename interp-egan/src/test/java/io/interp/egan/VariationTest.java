package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanTraining.BatchStatistics;
import io.interp.egan.fitness.Arena;
import io.interp.egan.fitness.FitnessScore;
import io.interp.egan.fitness.GradientFitness;
import io.interp.egan.fitness.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The parts of a generation: survival, pairs, crossover, batches. */
class VariationTest {

    private static final BatchStatistics STORED = new BatchStatistics(false, false);

    @Test
    void theFittestAreThoseOfASort() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int trial = 0; trial < 200; trial++) {
            List<Double> values = new ArrayList<>();
            int size = 1 + random.nextInt(9);
            for (int i = 0; i < size; i++) {
                int kind = random.nextInt(6);
                values.add(kind == 0 ? Double.NaN : kind == 1 ? Double.NEGATIVE_INFINITY : random.nextInt(5));
            }
            int count = 1 + random.nextInt(size);
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                places.add(i);
            }
            List<Integer> found = Survival.fittest(places, values::get, count);
            List<Integer> expected = places.stream()
                    .filter(i -> Double.isFinite(values.get(i)))
                    .sorted((a, b) -> values.get(b).equals(values.get(a))
                            ? Integer.compare(a, b)
                            : Double.compare(values.get(b), values.get(a)))
                    .limit(count)
                    .toList();
            assertThat(found).as("%s of %s", count, values).isEqualTo(expected);
        }
    }

    @Test
    void pairsAreOrderedByTheirSum() {
        double[] fitness = {0.5, Double.NaN, 3, 2, -1};
        List<Candidate> candidates = Arrays.stream(fitness)
                .mapToObj(f -> new Candidate(null, "x", 0, 0, Optional.empty(), new FitnessScore(0, 0, f)))
                .toList();
        List<List<Double>> found = Variation.pairs(candidates).stream()
                .map(pair -> pair.stream().map(one -> one.score().fitness()).toList())
                .toList();
        assertThat(found)
                .containsExactly(
                        List.of(3.0, 2.0),
                        List.of(3.0, 0.5),
                        List.of(2.0, 0.5),
                        List.of(3.0, -1.0),
                        List.of(2.0, -1.0),
                        List.of(0.5, -1.0));
    }

    @Test
    void crossoverKeepsTheBetterImageOfEachLatentAndMovesTowardsIt() {
        VariationOptions fast = SmallEvolutions.options().variation().withAdam(new AdamOptions(1e-2, 0.5, 0.999, 1e-8));
        try (NDManager manager = NDManager.newBaseManager();
                Generator ancestor = SmallEvolutions.TINY.generator(manager, 1);
                Generator second = SmallEvolutions.TINY.generator(manager, 2);
                Discriminator critic = SmallEvolutions.TINY.discriminator(manager, 3);
                Individual first = new Individual(manager, ancestor, fast);
                Individual other = new Individual(manager, second, fast);
                Individual child = new Individual(manager, ancestor, fast)) {
            Breeder breeder = new Breeder(critic, STORED);
            NDArray z = ancestor.latents().sample(manager, 1, 40);
            NDArray a = ancestor.generate(z);
            NDArray b = second.generate(z);
            NDArray kept = breeder.better(a, b, 0, 1);
            float[] scoreA = critic.score(a, Pass.INFERENCE).toFloatArray();
            float[] scoreB = critic.score(b, Pass.INFERENCE).toFloatArray();
            int fromSecond = 0;
            for (int i = 0; i < 40; i++) {
                NDArray expected = scoreA[i] >= scoreB[i] ? a : b;
                fromSecond += scoreA[i] >= scoreB[i] ? 0 : 1;
                assertThat(kept.get(i).toFloatArray())
                        .containsExactly(expected.get(i).toFloatArray());
            }
            assertThat(fromSecond).isBetween(1, 40);
            double before = a.sub(kept).square().mean().getFloat();
            double loss = breeder.cross(child, List.of(first, other), z, 0, 1);
            assertThat(loss).isCloseTo(before, within(1e-6));
            double after =
                    child.generator().generate(z).sub(kept).square().mean().getFloat();
            assertThat(after).isLessThan(before);
            assertThat(first.generator().fingerprint()).isEqualTo(ancestor.fingerprint());
        }
    }

    /** What fitness differentiates leaves no gradient that the discriminator's next step could pick up. */
    @Test
    void theDiscriminatorsNextStepIsTheSameWithAndWithoutAJudgement() {
        CriticOptions options = SmallEvolutions.options().critic();
        try (NDManager manager = NDManager.newBaseManager();
                Discriminator judged = SmallEvolutions.TINY.discriminator(manager, 3);
                Discriminator other = judged.copy();
                CriticTrainer first = new CriticTrainer(manager, judged, options, false);
                CriticTrainer second = new CriticTrainer(manager, other, options, false)) {
            for (int step = 0; step < 3; step++) {
                NDArray real = SmallEvolutions.POINTS.batch(manager, new int[] {step, 5, 6});
                NDArray fake = SmallEvolutions.POINTS
                        .batch(manager, new int[] {7, 8, step})
                        .neg();
                new GradientFitness(1).judge(new Arena(judged, real, false, 0)).score(fake);
                first.step(step, real, fake);
                second.step(step, real, fake);
                assertThat(judged.fingerprint()).isEqualTo(other.fingerprint());
            }
            assertThat(judged.fingerprint())
                    .isNotEqualTo(SmallEvolutions.TINY.discriminator(manager, 3).fingerprint());
        }
    }

    @Test
    void aStretchOfDataIsNotSeenTwiceInAGeneration() {
        EvolutionOptions options = SmallEvolutions.options().withDiscriminatorSteps(3);
        RealBatches batches = new RealBatches(options, 1000);
        for (long generation = 0; generation < 50; generation++) {
            TreeSet<Integer> seen = new TreeSet<>();
            int count = 0;
            for (int step = 0; step < 3; step++) {
                int[] batch = batches.critic(generation, step);
                assertThat(batch).hasSize(options.batchSize());
                count += batch.length;
                Arrays.stream(batch).forEach(seen::add);
            }
            int[] judged = batches.evaluation(generation);
            assertThat(judged).hasSize(options.evaluation().size());
            Arrays.stream(judged).forEach(seen::add);
            // A stretch that spans two epochs can hold an image of both.
            boolean spans = (generation + 1) * 18 / 1000 != generation * 18 / 1000;
            assertThat(spans || seen.size() == count + judged.length).isTrue();
        }
    }

    @Test
    void rowsArePickedInOrder() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray rows = manager.arange(24f).reshape(new Shape(4, 3, 1, 2));
            assertThat(Rows.of(rows, new int[] {2, 0, 2}).toFloatArray())
                    .containsExactly(12, 13, 14, 15, 16, 17, 0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17);
            assertThat(Rows.of(rows, new int[] {3}).getShape()).isEqualTo(new Shape(1, 3, 1, 2));
        }
    }
}
