package io.interp.egan.fitness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import io.interp.core.Discriminator;
import io.interp.core.block.BlockDiscriminator;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.Gradients;
import io.interp.egan.point.PointMlp;
import io.interp.egan.point.PointSource;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientFitnessTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray points(float... coordinates) {
        return manager.create(coordinates, new Shape(coordinates.length / 2, 1, 1, 2));
    }

    private static float[] drawn(long seed, int count) {
        var random = Draws.stream(seed);
        float[] values = new float[2 * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** D = sigmoid(w x + b) with all weights 0. */
    private Discriminator ignorant() {
        Discriminator critic = new BlockDiscriminator(
                manager,
                "linear",
                PointSource.POINT,
                () -> Map.of(
                        "score",
                        new SequentialBlock()
                                .add(new LambdaBlock(
                                        x -> new NDList(x.singletonOrThrow().reshape(-1, 2)), "flat"))
                                .add(Linear.builder().setUnits(1).build())),
                1);
        critic.parameters().values().forEach(weight -> weight.subi(weight.duplicate()));
        return critic;
    }

    private FitnessScore score(Discriminator critic, double gamma, float[] real, float[] fake) {
        return new GradientFitness(gamma)
                .judge(new Arena(critic, points(real), false, 0))
                .score(points(fake));
    }

    /** By hand: the gradient is (-1/2, 1/2, 0), its norm 0.70711. */
    @Test
    void oneRealAndOneFakePointGiveTheNumberDoneByHand() {
        try (Discriminator critic = ignorant()) {
            FitnessScore score = score(critic, 2, new float[] {1, 0}, new float[] {0, 1});
            assertThat(score.quality()).isCloseTo(0.5, within(1e-9));
            assertThat(score.diversity()).isCloseTo(0.5 * Math.log(2), within(1e-7));
            assertThat(score.fitness()).isCloseTo(0.5 + Math.log(2), within(1e-7));
        }
    }

    @Test
    void aVanishingGradientGivesTheGreatestDiversityNotInfinity() {
        try (Discriminator critic = ignorant()) {
            FitnessScore score = score(critic, 1, new float[] {1, 0}, new float[] {1, 0});
            assertThat(score.diversity()).isCloseTo(-0.5 * Math.log(1e-20), within(1e-12));
            assertThat(score.diversity()).isCloseTo(23.0259, within(1e-4));
        }
    }

    /** Networks of several sizes against forward and backward passes written out in double. */
    @ParameterizedTest
    @CsvSource({"4, 1, 3", "5, 2, 7", "16, 3, 20", "128, 3, 64"})
    void agreesWithAComputationInDouble(int width, int hidden, int count) {
        for (long seed = 0; seed < 5; seed++) {
            try (Discriminator critic = new PointMlp(width, hidden).discriminator(manager, seed)) {
                float[] real = drawn(10 + seed, count);
                float[] fake = drawn(20 + seed, 2 * count);
                DoubleCritic exact = new DoubleCritic(critic.parameters());
                double square = Arrays.stream(exact.gradient(real, fake))
                        .map(g -> g * g)
                        .sum();
                FitnessScore score = score(critic, 0.7, real, fake);
                double diversity = -0.5 * Math.log(square);
                assertThat(score.quality()).isCloseTo(exact.quality(fake), within(1e-6 * exact.quality(fake)));
                assertThat(Math.exp(-score.diversity()))
                        .as("the gradient's norm")
                        .isCloseTo(Math.sqrt(square), within(1e-6 * Math.sqrt(square)));
                assertThat(score.fitness())
                        .isCloseTo(
                                exact.quality(fake) + 0.7 * diversity,
                                within(1e-6 * (exact.quality(fake) + 0.7 * Math.abs(diversity))));
            }
        }
    }

    /** And that computation against differences of the loss alone. */
    @Test
    void theComputationInDoubleAgreesWithFiniteDifferences() {
        try (Discriminator critic = new PointMlp(4, 2).discriminator(manager, 3)) {
            float[] real = drawn(1, 6);
            float[] fake = drawn(2, 9);
            DoubleCritic exact = new DoubleCritic(critic.parameters());
            double[] expected = exact.differences(real, fake, 1e-6);
            double[] found = exact.gradient(real, fake);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).as("weight %s", i).isCloseTo(expected[i], within(1e-8));
            }
        }
    }

    @Test
    void gammaWeighsDiversityAlone() {
        try (Discriminator critic = new PointMlp(8, 1).discriminator(manager, 1)) {
            float[] real = drawn(1, 5);
            float[] fake = drawn(2, 5);
            FitnessScore one = score(critic, 1, real, fake);
            FitnessScore two = score(critic, 2, real, fake);
            assertThat(two.quality()).isEqualTo(one.quality());
            assertThat(two.diversity()).isEqualTo(one.diversity());
            assertThat(two.fitness() - one.fitness()).isCloseTo(one.diversity(), within(1e-12));
            assertThat(score(critic, 0, real, fake).fitness()).isEqualTo(one.quality());
        }
    }

    /** The nearer the points to real ones, the smaller the gradient and the larger the diversity. */
    @Test
    void pointsLikeRealOnesAreFitterThanCollapsedOnes() {
        try (Discriminator critic = new PointMlp(32, 2).discriminator(manager, 5)) {
            float[] real = drawn(1, 400);
            float[] collapsed = new float[800];
            Arrays.fill(collapsed, 0.6f);
            assertThat(score(critic, 1, real, drawn(2, 400)).diversity())
                    .isGreaterThan(score(critic, 1, real, collapsed).diversity() + 1);
        }
    }

    @Test
    void leavesTheDiscriminatorAndNoMemoryBehind() {
        try (Discriminator critic = new PointMlp(8, 2).discriminator(manager, 1)) {
            String before = critic.fingerprint();
            NDArray real = points(drawn(1, 5));
            NDArray fake = points(drawn(2, 5));
            Judge judge = new GradientFitness(1).judge(new Arena(critic, real, true, 0));
            int arrays = manager.getManagedArrays().size();
            FitnessScore first = judge.score(fake);
            assertThat(judge.score(fake)).isEqualTo(first);
            assertThat(manager.getManagedArrays()).hasSize(arrays);
            assertThat(critic.fingerprint()).isEqualTo(before);
            assertThat(critic.parameters().values()).noneMatch(Gradients::isRequired);
        }
    }

    @Test
    void numbersThatAreNoneStayVisible() {
        assertThat(GradientFitness.diversity(Double.NaN)).isNaN();
        try (Discriminator critic = new PointMlp(4, 1).discriminator(manager, 1)) {
            assertThat(score(critic, 1, drawn(1, 3), new float[] {Float.NaN, 0}).fitness())
                    .isNaN();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientFitness(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientFitness(Double.NaN));
    }
}
