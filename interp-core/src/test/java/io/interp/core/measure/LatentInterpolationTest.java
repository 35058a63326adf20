package io.interp.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.LambdaBlock;
import io.interp.core.Generator;
import io.interp.core.LatentSpace;
import io.interp.core.Prior;
import io.interp.core.block.BlockGenerator;
import io.interp.core.io.HostArray;
import io.interp.core.stat.Embedder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatentInterpolationTest {

    private static final int DIMENSION = 4;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Makes 2 x 2 images of latents, by a function. */
    private Generator generator(LatentSpace latents, UnaryOperator<NDArray> function) {
        return new BlockGenerator(
                manager,
                "lambda",
                latents,
                () -> Map.of(
                        "image",
                        new LambdaBlock(
                                z -> new NDList(
                                        function.apply(z.singletonOrThrow()).reshape(-1, 1, 2, 2)),
                                "image")),
                0);
    }

    private Generator linear(LatentSpace latents) {
        return generator(latents, z -> z.mul(0.1f));
    }

    private static double length(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x * x;
        }
        return Math.sqrt(sum);
    }

    @Test
    void sphericalPathsKeepAngleAndLengthEven() {
        double[] from = {3, 0, 0};
        double[] to = {0, 5, 0};
        for (int i = 0; i <= 10; i++) {
            double share = i / 10.0;
            double[] point = LatentWay.SPHERICAL.between(from, to, share);
            assertThat(length(point)).isCloseTo(3 + 2 * share, within(1e-12));
            assertThat(Math.atan2(point[1], point[0])).isCloseTo(share * Math.PI / 2, within(1e-12));
        }
        assertThat(LatentWay.LINEAR.between(from, to, 0.25)).containsExactly(2.25, 1.25, 0);
        assertThat(LatentWay.SPHERICAL.between(from, to, 0)).containsExactly(from);
        assertThat(LatentWay.SPHERICAL.between(from, to, 1)).containsExactly(to);
    }

    @Test
    void latentsOnOneLineAndAtZeroAreCrossedStraight() {
        double[] one = {1, 2};
        assertThat(LatentWay.SPHERICAL.between(one, new double[] {2, 4}, 0.5)).containsExactly(1.5, 3);
        assertThat(LatentWay.SPHERICAL.between(one, new double[] {-1, -2}, 0.25))
                .containsExactly(0.5, 1);
        assertThat(LatentWay.SPHERICAL.between(new double[2], one, 0.5)).containsExactly(0.5, 1);
    }

    @Test
    void theWayFollowsThePrior() {
        assertThat(LatentWay.of(Prior.NORMAL)).isEqualTo(LatentWay.SPHERICAL);
        assertThat(LatentWay.of(Prior.UNIFORM)).isEqualTo(LatentWay.LINEAR);
        try (Generator generator = linear(LatentSpace.uniform(DIMENSION));
                NDManager scope = manager.newSubManager()) {
            NDArray walk = LatentInterpolation.of(generator)
                    .seed(4)
                    .samples(2, 0, 5)
                    .stepsBetween(2)
                    .latents(scope);
            NDArray samples = generator.latents().sample(scope, 4, 6);
            float[] rows = walk.toFloatArray();
            float[] stops = samples.toFloatArray();
            for (int j = 0; j < DIMENSION; j++) {
                assertThat(rows[j]).isEqualTo(stops[2 * DIMENSION + j]);
                assertThat(rows[2 * DIMENSION + j]).isEqualTo(stops[j]);
                assertThat(rows[4 * DIMENSION + j]).isEqualTo(stops[5 * DIMENSION + j]);
                assertThat((double) rows[DIMENSION + j])
                        .isCloseTo((stops[2 * DIMENSION + j] + stops[j]) / 2.0, within(1e-6));
            }
        }
    }

    /** On a straight path a linear generator changes evenly, and by a speed known in closed form. */
    @Test
    void aLinearGeneratorIsPerfectlySmooth() {
        try (Generator generator = linear(LatentSpace.uniform(DIMENSION));
                NDManager scope = manager.newSubManager()) {
            LatentInterpolation walk = LatentInterpolation.of(generator).stepsBetween(10);
            float[] z = generator.latents().sample(scope, 0, 2).toFloatArray();
            double square = 0;
            for (int j = 0; j < DIMENSION; j++) {
                square += Math.pow(0.1 * (z[j] - z[DIMENSION + j]), 2) / DIMENSION;
            }
            Smoothness smoothness = walk.smoothness();
            assertThat(smoothness.steps()).hasSize(10);
            assertThat(smoothness.meanStep()).isCloseTo(Math.sqrt(square) / 10, within(1e-6));
            assertThat(smoothness.ratio()).isCloseTo(1, within(1e-4));
            assertThat(walk.pathLength(1, 1e-2)).isCloseTo(square, within(1e-3 * square));
        }
    }

    /** A generator that only knows two images jumps once. */
    @Test
    void aJumpIsAsLargeAsTheNumberOfSteps() {
        try (Generator generator = generator(
                LatentSpace.uniform(DIMENSION),
                z -> z.get(":, 0:1").sign().repeat(1, DIMENSION).mul(0.5f))) {
            int other = 1;
            try (NDManager scope = manager.newSubManager()) {
                float[] first = generator.latents().sample(scope, 0, 20).toFloatArray();
                while (first[0] * first[other * DIMENSION] > 0) {
                    other++;
                }
            }
            Smoothness smoothness = LatentInterpolation.of(generator)
                    .samples(0, other)
                    .stepsBetween(7)
                    .smoothness();
            assertThat(smoothness.ratio()).isCloseTo(7, within(1e-9));
            assertThat(smoothness.largestStep()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void anEmbedderDecidesWhatCountsAsChange() {
        Embedder blind = new Embedder() {
            @Override
            public String name() {
                return "blind";
            }

            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public NDArray embed(NDArray images) {
                return images.zerosLike().reshape(images.getShape().get(0), -1).get(":, :1");
            }

            @Override
            public void close() {}
        };
        try (Generator generator = linear(LatentSpace.normal(DIMENSION))) {
            LatentInterpolation walk = LatentInterpolation.of(generator).comparedBy(blind);
            assertThat(walk.smoothness().meanStep()).isZero();
            assertThat(walk.smoothness().ratio()).isEqualTo(1);
            assertThat(walk.pathLength(3, 1e-3)).isZero();
            assertThat(LatentInterpolation.of(generator).smoothness().meanStep())
                    .isPositive();
        }
    }

    @Test
    void stripAndAnimationShowEveryStep() {
        try (Generator generator = linear(LatentSpace.normal(DIMENSION))) {
            LatentInterpolation walk =
                    LatentInterpolation.of(generator).samples(0, 1, 2, 0).stepsBetween(4);
            assertThat(walk.pictures()).hasSize(13);
            assertThat(walk.animation().size()).isEqualTo(12);
            assertThat(LatentInterpolation.of(generator)
                            .stepsBetween(4)
                            .animation()
                            .size())
                    .isEqualTo(8);
            assertThat(walk.strip().getWidth()).isGreaterThanOrEqualTo(5 * 64);
            assertThat(walk.strip().getHeight()).isBetween(3 * 64, 4 * 64);
        }
    }

    @Test
    void leavesNothingOnTheGeneratorsManagerAndIsDeterministic() {
        try (Generator generator = linear(LatentSpace.normal(DIMENSION))) {
            int before = generator.manager().getManagedArrays().size();
            LatentInterpolation walk = LatentInterpolation.of(generator).seed(9);
            assertThat(walk.smoothness()).isEqualTo(walk.smoothness());
            assertThat(walk.pathLength(2, 1e-3)).isEqualTo(walk.pathLength(2, 1e-3));
            walk.strip().flush();
            assertThat(generator.manager().getManagedArrays()).hasSize(before);
            try (NDManager scope = manager.newSubManager()) {
                assertThat(HostArray.copyOf(walk.latents(scope)).bytes())
                        .isEqualTo(HostArray.copyOf(walk.latents(scope)).bytes());
            }
        }
    }

    @Test
    void refusesWalksThatGoNowhere() {
        try (Generator generator = linear(LatentSpace.normal(DIMENSION))) {
            LatentInterpolation walk = LatentInterpolation.of(generator);
            assertThatIllegalArgumentException().isThrownBy(() -> walk.samples(1));
            assertThatIllegalArgumentException().isThrownBy(() -> walk.samples(0, -1));
            assertThatIllegalArgumentException().isThrownBy(() -> walk.stepsBetween(1));
            assertThatIllegalArgumentException().isThrownBy(() -> walk.pathLength(0, 1e-3));
            assertThatIllegalArgumentException().isThrownBy(() -> walk.pathLength(1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> new Smoothness(List.of()));
        }
    }
}
