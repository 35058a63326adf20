package io.interp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatCode;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSources;
import io.interp.core.train.GanTrainer;
import io.interp.core.train.GanTraining;
import org.junit.jupiter.api.Test;

/** Training keeps nothing of its steps, neither arrays nor graphs. */
class TrainingMemoryTest {

    private static final int WARM_UP = 300;
    private static final int STEPS = 500;

    /** A leaked graph of one step of these networks is larger than 8 kB. */
    private static final double LIMIT_MIB = 4;

    @Test
    void fiveHundredStepsLeaveNothingBehind() {
        Dcgan tiny = new Dcgan(4, 16, 3, 8, 4);
        ImageSource faces = ImageSources.open("drawn:faces?count=16", 3, 16, 16);
        GanTraining options = GanTraining.fromScratch().withBatchSize(4).withR1(2, 3);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = tiny.generator(manager, 1);
                Discriminator discriminator = tiny.discriminator(manager, 2);
                GanTrainer trainer = new GanTrainer(generator, discriminator, faces, options)) {
            assertThatCode(() -> LeakAssertions.flat(manager, trainer::step, WARM_UP, STEPS, LIMIT_MIB))
                    .doesNotThrowAnyException();
        }
    }
}
