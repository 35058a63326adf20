package io.interp.partition;

import static org.assertj.core.api.Assertions.assertThatCode;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.testkit.PlantedGenerator;
import io.interp.testkit.contract.LeakAssertions;
import org.junit.jupiter.api.Test;

/** The whole loop, chains and regrouping included, keeps nothing of its updates. */
class PartitionMemoryTest {

    private static final int STEPS = 10;
    private static final int WARM_UP = 20;
    private static final int UPDATES = 50;
    private static final double LIMIT_MIB = 4;

    @Test
    void fiveHundredStepsInFiftyUpdatesLeaveNothingBehind() {
        PartitionOptions options = SmallRuns.options(3, 1).withUpdates(WARM_UP + 3 * UPDATES, STEPS);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = PlantedGenerator.of(3, 12).generator(manager);
                Discriminator discriminator = new Dcgan(4, 16, 3, 8, 4).discriminator(manager, 1);
                PartitionTrainer trainer = new PartitionTrainer(
                        generator, discriminator, SmallRuns.faces(), PlantedGenerator.FILTERS, options)) {
            assertThatCode(() -> LeakAssertions.flat(manager, trainer::update, WARM_UP, UPDATES, LIMIT_MIB))
                    .doesNotThrowAnyException();
        }
    }
}
