package io.interp.eigengan.train;

import static org.assertj.core.api.Assertions.assertThatCode;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.InitialScales;
import io.interp.testkit.contract.LeakAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training keeps nothing of its steps, neither arrays nor graphs. */
class EigenGanMemoryTest {

    private static final int WARM_UP = 200;
    private static final int STEPS = 500;

    /** A leaked graph of one step of these networks is larger than 8 kB. */
    private static final double LIMIT_MIB = 4;

    @ParameterizedTest
    @EnumSource(
            value = Retraction.class,
            names = {"POLAR", "QR"})
    void fiveHundredStepsLeaveNothingBehind(Retraction retraction) {
        EigenGan tiny = new EigenGan(16, 1, 4, 2, 32, 4, InitialScales.ARITHMETIC);
        EigenGanTraining options = EigenGanTraining.brief(1)
                .withBatchSize(2)
                .withOrthogonality(1, retraction)
                .withReportInterval(100_000);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = tiny.generator(manager, 1);
                Discriminator discriminator = tiny.discriminator(manager, 2);
                EigenGanTrainer trainer =
                        new EigenGanTrainer(generator, discriminator, SmallImages.noise(16, 16), options)) {
            assertThatCode(() -> LeakAssertions.flat(manager, trainer::step, WARM_UP, STEPS, LIMIT_MIB))
                    .doesNotThrowAnyException();
        }
    }
}
