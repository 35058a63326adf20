package io.interp.partition.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EnergyOptionsTest {

    @Test
    void presetsHaveThePapersConstants() {
        EnergyOptions paper = EnergyOptions.paper();
        EnergyOptions robust = EnergyOptions.robust();
        assertThat(paper.losses()).isEqualTo(robust.losses()).isEqualTo(LossWeights.PAPER);
        assertThat(LossWeights.PAPER.lambda1()).isEqualTo(2.0 / 3);
        assertThat(LossWeights.PAPER.lambda2W()).isEqualTo(1);
        assertThat(LossWeights.PAPER.lambda2G()).isEqualTo(0.05);
        assertThat(paper.learningRate()).isEqualTo(10);
        assertThat(paper.features()).isEqualTo(EnergyFeatures.NONE);
        assertThat(paper.bound()).isInfinite();
        assertThat(paper.clipNorm()).isInfinite();
        assertThat(paper.langevin().driftClip()).isFalse();
        assertThat(robust.features()).isEqualTo(EnergyFeatures.FILTER_RMS);
        assertThat(robust.bound()).isEqualTo(1);
        assertThat(robust.clipNorm()).isEqualTo(1);
        assertThat(robust.langevin()).isEqualTo(new LangevinOptions(10, 0.1, 1, true));
    }

    @Test
    void lambda3FallsByTenToThePointFourPerUpdateToItsFloor() {
        ExponentialDecay lambda3 = LossWeights.PAPER.lambda3();
        for (int n = 0; n < 15; n++) {
            double expected = Math.max(3e-2 * Math.pow(10, -0.4 * n), 3e-6);
            assertThat(lambda3.at(n)).isCloseTo(expected, within(1e-12));
        }
        assertThat(lambda3.at(1000)).isEqualTo(3e-6);
        assertThat(ExponentialDecay.constant(0.2).at(7)).isEqualTo(0.2);
        assertThat(ExponentialDecay.constant(0).at(7)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> lambda3.at(-1));
    }

    @Test
    void withersChangeOneThing() {
        EnergyOptions base = EnergyOptions.robust();
        EnergyOptions changed = base.withLosses(LossWeights.PAPER.withLambda1(0.5))
                .withLearningRate(3)
                .withBound(2)
                .withDecay(0.1)
                .withFeatures(EnergyFeatures.LAYER_RMS)
                .withDetachCenter(true)
                .withEnergyScale(4)
                .withClipNorm(5)
                .withLangevin(LangevinOptions.DEFAULT
                        .withSteps(6)
                        .withStepSize(0.7)
                        .withSigma(8)
                        .withDriftClip(false))
                .withChains(ChainStart.PERSISTENT);
        assertThat(changed)
                .isEqualTo(new EnergyOptions(
                        new LossWeights(1, 0.5, 1, 0.05, new ExponentialDecay(3e-2, 3e-6, 10)),
                        3,
                        2,
                        0.1,
                        EnergyFeatures.LAYER_RMS,
                        true,
                        4,
                        5,
                        new LangevinOptions(6, 0.7, 8, false),
                        ChainStart.PERSISTENT));
        assertThat(LossWeights.PAPER
                        .withLambda0(2)
                        .withLambda2W(3)
                        .withLambda2G(4)
                        .withLambda3(ExponentialDecay.constant(5)))
                .isEqualTo(new LossWeights(2, 2.0 / 3, 3, 4, ExponentialDecay.constant(5)));
    }

    @Test
    void refusesNumbersOutOfRange() {
        EnergyOptions base = EnergyOptions.robust();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> base.withBound(0))
                .withMessageContaining("bound should be above 0, got 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> base.withBound(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> base.withLearningRate(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> base.withDecay(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> base.withEnergyScale(0));
        assertThatIllegalArgumentException().isThrownBy(() -> base.withClipNorm(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> base.withFeatures(null));
        assertThatIllegalArgumentException().isThrownBy(() -> base.withLosses(null));
        assertThatIllegalArgumentException().isThrownBy(() -> base.withLangevin(null));
        assertThatIllegalArgumentException().isThrownBy(() -> base.withChains(null));
        assertThatIllegalArgumentException().isThrownBy(() -> LossWeights.PAPER.withLambda1(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> LossWeights.PAPER.withLambda0(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> LossWeights.PAPER.withLambda3(null));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExponentialDecay(1, 0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExponentialDecay(1, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExponentialDecay(1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> LangevinOptions.DEFAULT.withSteps(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> LangevinOptions.DEFAULT.withStepSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LangevinOptions.DEFAULT.withSigma(Double.NaN));
    }
}
