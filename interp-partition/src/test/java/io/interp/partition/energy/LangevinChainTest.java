package io.interp.partition.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.InterpException;
import io.interp.core.LatentSpace;
import io.interp.core.Prior;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LangevinChainTest {

    private static final LangevinOptions FREE = LangevinOptions.DEFAULT.withDriftClip(false);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** g = -a/2 |z|^2 + b sum(z), whose gradient is b - a z. */
    private static Function<NDArray, NDArray> quadratic(double a, double b) {
        return z -> z.square().mul(-a / 2).add(z.mul(b)).sum(new int[] {1});
    }

    @Test
    void oneStepIsTheFormula() {
        int d = 5;
        LatentSpace prior = LatentSpace.normal(d);
        NDArray z = prior.sample(manager, 3, 4);
        LangevinOptions options = FREE.withSteps(1).withStepSize(0.3).withSigma(2);
        float[] revised = LangevinChain.revise(z, prior, quadratic(1.5, 0.7), options, Draws.stream(8))
                .latents()
                .toFloatArray();
        RandomGenerator noise = Draws.stream(8);
        float[] start = z.toFloatArray();
        for (int i = 0; i < start.length; i++) {
            double drift = 0.7 - 1.5 * start[i] - start[i] / 4.0;
            double expected = start[i] + 0.045 * drift + 0.3 * noise.nextGaussian();
            assertThat((double) revised[i]).isCloseTo(expected, within(1e-5));
        }
    }

    /** A drift of any size moves a latent by delta * sqrt(d) at most, in the drift's own direction. */
    @Test
    void theDriftIsNoLongerThanTheNoise() {
        int d = 4;
        LatentSpace prior = LatentSpace.normal(d);
        NDArray z = prior.sample(manager, 3, 3);
        LangevinOptions options = LangevinOptions.DEFAULT.withSteps(1).withStepSize(0.2);
        for (double b : new double[] {1, 1e3, 1e25}) {
            float[] revised = LangevinChain.revise(z, prior, quadratic(0, b), options, Draws.stream(8))
                    .latents()
                    .toFloatArray();
            RandomGenerator noise = Draws.stream(8);
            float[] start = z.toFloatArray();
            for (int n = 0; n < 3; n++) {
                double[] drift = new double[d];
                double norm = 0;
                for (int i = 0; i < d; i++) {
                    drift[i] = b - start[n * d + i];
                    norm = Math.hypot(norm, drift[i]);
                }
                double factor = Math.min(1, 2 * Math.sqrt(d) / 0.2 / norm);
                for (int i = 0; i < d; i++) {
                    double expected = start[n * d + i] + 0.02 * factor * drift[i] + 0.2 * noise.nextGaussian();
                    assertThat((double) revised[n * d + i]).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    /** The chain is an autoregression whose stationary mean and variance are known for finite steps too. */
    @Test
    void longChainsReachTheStationaryMoments() {
        double delta = 0.6;
        double a = 1;
        double b = 0.8;
        double sigma = 1.5;
        int count = 20_000;
        double stiffness = a + 1 / (sigma * sigma);
        double keep = 1 - delta * delta / 2 * stiffness;
        LatentSpace prior = LatentSpace.normal(1);
        NDArray z = prior.sample(manager, 5, count);
        LangevinOptions options = FREE.withSteps(40).withStepSize(delta).withSigma(sigma);
        float[] end = LangevinChain.revise(z, prior, quadratic(a, b), options, Draws.stream(6))
                .latents()
                .toFloatArray();
        double mean = b / stiffness;
        double variance = delta * delta / (1 - keep * keep);
        double sum = 0;
        double square = 0;
        for (float value : end) {
            sum += value;
            square += (value - mean) * (value - mean);
        }
        assertThat(Math.pow(keep, 40)).isLessThan(1e-4); // the start is forgotten
        assertThat(sum / count).isCloseTo(mean, within(4 * Math.sqrt(variance / count)));
        assertThat(square / count).isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / count)));
    }

    @Test
    void aUniformPriorKeepsItsBoxAndItsShape() {
        LatentSpace prior = LatentSpace.uniform(2);
        int count = 4000;
        NDArray z = prior.sample(manager, 5, count);
        LangevinOptions options = LangevinOptions.DEFAULT.withSteps(20).withStepSize(0.4);
        float[] flat = LangevinChain.revise(z, prior, quadratic(0, 0), options, Draws.stream(6))
                .latents()
                .toFloatArray();
        double square = 0;
        for (float value : flat) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(1);
            square += value * value;
        }
        // Var(u^2) = 1/5 - 1/9 for u uniform on [-1, 1]
        assertThat(square / flat.length).isCloseTo(1.0 / 3, within(4 * Math.sqrt(4.0 / 45 / flat.length)));
        float[] steep = LangevinChain.revise(z.get("0:100"), prior, quadratic(0, 200), options, Draws.stream(7))
                .latents()
                .toFloatArray();
        double sum = 0;
        for (float value : steep) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(1);
            sum += value;
        }
        assertThat(sum / steep.length).isGreaterThan(0.2);
    }

    @Test
    void aTruncatedPriorKeepsItsBounds() {
        LatentSpace prior = new LatentSpace(3, Prior.NORMAL, OptionalDouble.of(0.5));
        NDArray z = prior.sample(manager, 5, 100);
        float[] end = LangevinChain.revise(z, prior, quadratic(0, 1), LangevinOptions.DEFAULT, Draws.stream(6))
                .latents()
                .toFloatArray();
        for (float value : end) {
            assertThat(Math.abs(value)).isLessThanOrEqualTo(0.5f);
        }
    }

    @Test
    void energiesBeforeAndAfterAreThoseOfStartAndEnd() {
        LatentSpace prior = LatentSpace.normal(3);
        NDArray z = prior.sample(manager, 5, 50);
        Function<NDArray, NDArray> energy = quadratic(-0.5, 3);
        LangevinChain.Revision end = LangevinChain.revise(z, prior, energy, LangevinOptions.DEFAULT, Draws.stream(1));
        assertThat(end.energyBefore()).isCloseTo(energy.apply(z).mean().getFloat(), within(1e-4));
        assertThat(end.energyAfter())
                .isCloseTo(energy.apply(end.latents()).mean().getFloat(), within(1e-4));
        assertThat(end.energyAfter()).isGreaterThan(end.energyBefore());
        LangevinChain.Revision none =
                LangevinChain.revise(z, prior, energy, LangevinOptions.DEFAULT.withSteps(0), Draws.stream(1));
        assertThat(none.latents().toFloatArray()).containsExactly(z.toFloatArray());
        assertThat(none.energyBefore()).isEqualTo(none.energyAfter()).isEqualTo(end.energyBefore());
    }

    @Test
    void sameNoiseGivesTheSameChainsAndTheStartStays() {
        LatentSpace prior = LatentSpace.normal(3);
        NDArray z = prior.sample(manager, 5, 8);
        float[] start = z.toFloatArray();
        float[] first = LangevinChain.revise(z, prior, quadratic(1, 1), LangevinOptions.DEFAULT, Draws.stream(4))
                .latents()
                .toFloatArray();
        float[] again = LangevinChain.revise(z, prior, quadratic(1, 1), LangevinOptions.DEFAULT, Draws.stream(4))
                .latents()
                .toFloatArray();
        float[] other = LangevinChain.revise(z, prior, quadratic(1, 1), LangevinOptions.DEFAULT, Draws.stream(5))
                .latents()
                .toFloatArray();
        assertThat(again).containsExactly(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(z.toFloatArray()).containsExactly(start);
    }

    @Test
    void latentsAreNotRecordedAndNothingElseStays() {
        LatentSpace prior = LatentSpace.normal(3);
        try (NDManager scope = manager.newSubManager();
                GradScope on = GradScope.on()) {
            NDArray z = prior.sample(scope, 5, 8);
            Gradients.require(z);
            LangevinOptions long200 = LangevinOptions.DEFAULT.withSteps(200);
            List<Integer> held = new ArrayList<>();
            Function<NDArray, NDArray> energy = x -> {
                held.add(scope.getManagedArrays().size());
                return quadratic(1, 1).apply(x);
            };
            NDArray end = LangevinChain.revise(z, prior, energy, long200, Draws.stream(4))
                    .latents();
            assertThat(end.getManager()).isSameAs(scope);
            assertThat(scope.getManagedArrays()).containsExactlyInAnyOrder(z, end);
            assertThat(held.subList(1, 200)).containsOnly(held.get(0));
            assertThatExceptionOfType(InterpException.class).isThrownBy(() -> Gradients.of(end.sum(), z));
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        LatentSpace prior = LatentSpace.normal(3);
        NDArray z = prior.sample(manager, 5, 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(manager.zeros(new Shape(8, 4)), quadratic(1, 1)))
                .withMessageContaining("[N, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(z, NDArray::sum))
                .withMessageContaining("[8], got ()");
        assertThatExceptionOfType(InterpException.class)
                .isThrownBy(() -> run(z, x -> x.stopGradient().sum(new int[] {1})))
                .withMessageContaining("recorded");
        assertThatExceptionOfType(InterpException.class)
                .isThrownBy(() -> run(z, x -> x.sum(new int[] {1}).mul(Double.NaN)))
                .withMessageContaining("step 0");
        // A finite energy whose gradient is not: the root has an infinite slope at 0.
        assertThatExceptionOfType(InterpException.class)
                .isThrownBy(() -> run(z, x -> x.sub(x).sqrt().sum(new int[] {1})))
                .withMessageContaining("gradient is not finite");
    }

    private static void run(NDArray z, Function<NDArray, NDArray> energy) {
        LangevinChain.revise(z, LatentSpace.normal(3), energy, LangevinOptions.DEFAULT, Draws.stream(1));
    }
}
