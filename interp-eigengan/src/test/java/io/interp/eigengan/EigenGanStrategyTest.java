package io.interp.eigengan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import ai.djl.util.Progress;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.SampleGrids;
import io.interp.eigengan.train.SmallImages;
import io.interp.eigengan.train.TrainingPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EigenGanStrategyTest {

    private static final EigenGanTraining OPTIONS =
            EigenGanTraining.brief(6).withBatchSize(3).withReportInterval(2).withSeed(4);

    private final EigenGanStrategy strategy = new EigenGanStrategy(OPTIONS, SmallImages.noise(7, 16));

    private NDManager manager;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void freshNetworksAreTrainedAndPrint() {
        try (TrainedEigenGan trained = strategy.train(EigenGanTest.TINY, manager)) {
            assertThat(trained.steps()).isEqualTo(6);
            assertThat(trained.history()).extracting(TrainingPoint::step).containsExactly(2L, 4L, 6L);
            assertThat(trained.orthogonalityError()).isLessThan(1e-5);
            assertThat(trained.latents()).isEqualTo(EigenGanTest.TINY.latents());
            assertThat(trained.toString().lines())
                    .hasSize(3)
                    .first()
                    .isEqualTo("EigenGAN 16x16, 2 layers of 3 dimensions, 5 coordinates of noise, 6 steps");
        }
        assertThat(manager.getManagedArrays()).isEmpty();
    }

    /** An interrupted run that is started again ends with the weights of one that was not. */
    @Test
    void interruptedTrainingGoesOn() {
        String whole;
        try (TrainedEigenGan trained = strategy.train(EigenGanTest.TINY, manager)) {
            whole = trained.generator().fingerprint();
        }
        EigenGanStrategy kept = strategy.checkpoints(folder, 2);
        List<Long> told = new ArrayList<>();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> kept.listener((point, average) -> {
                            if (point.step() == 4) {
                                throw new IllegalStateException("interrupted");
                            }
                        })
                        .train(EigenGanTest.TINY, manager)
                        .close());
        assertThat(manager.getManagedArrays()).isEmpty();
        try (TrainedEigenGan trained =
                kept.listener((point, average) -> told.add(point.step())).train(EigenGanTest.TINY, manager)) {
            assertThat(told).containsExactly(4L, 6L); // went on from step 2
            assertThat(trained.history()).hasSize(3);
            assertThat(trained.generator().fingerprint()).isEqualTo(whole);
        }
        try (TrainedEigenGan trained =
                kept.listener((point, average) -> told.add(point.step())).train(EigenGanTest.TINY, manager)) {
            assertThat(told).hasSize(2); // done already
            assertThat(trained.generator().fingerprint()).isEqualTo(whole);
        }
    }

    @Test
    void listenersAndProgressAreTold() throws IOException {
        List<Long> seen = new ArrayList<>();
        List<Long> progress = new ArrayList<>();
        Progress display = new Progress() {
            @Override
            public void reset(String message, long max, String trailing) {
                assertThat(max).isEqualTo(6);
            }

            @Override
            public void start(long initial) {
                assertThat(initial).isZero();
            }

            @Override
            public void end() {
                progress.add(-1L);
            }

            @Override
            public void increment(long increment) {
                throw new AssertionError("progress is set, not added to");
            }

            @Override
            public void update(long done, String message) {
                progress.add(done);
            }
        };
        strategy.listener((point, average) -> seen.add(point.step()))
                .listener(new SampleGrids(folder, 4, 1, 2))
                .progress(display)
                .train(EigenGanTest.TINY, manager)
                .close();
        assertThat(seen).containsExactly(2L, 4L, 6L);
        assertThat(progress).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, -1L);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactly("samples-000002.png", "samples-000004.png", "samples-000006.png");
        }
        assertThat(ImageIO.read(folder.resolve("samples-000006.png").toFile()).getWidth())
                .isEqualTo(2 * 32 + 2);
    }

    @Test
    void aResultIsSavedAndLoaded() {
        Path saved = folder.resolve("saved");
        try (TrainedEigenGan trained = strategy.train(EigenGanTest.TINY, manager)) {
            trained.save(saved);
            try (TrainedEigenGan loaded = TrainedEigenGan.load(saved, manager)) {
                assertThat(loaded.generator().fingerprint())
                        .isEqualTo(trained.generator().fingerprint());
                assertThat(loaded.discriminator().fingerprint())
                        .isEqualTo(trained.discriminator().fingerprint());
                assertThat(loaded.options()).isEqualTo(trained.options());
                assertThat(loaded.history()).isEqualTo(trained.history());
                assertThat(loaded.network()).isEqualTo(EigenGanTest.TINY);
                assertThat(loaded).hasToString(trained.toString());
                try (TrainedEigenGan more = strategy.apply(loaded.gan())) {
                    assertThat(more.generator().fingerprint())
                            .isNotEqualTo(loaded.generator().fingerprint());
                }
            }
        }
        assertThat(manager.getManagedArrays()).isEmpty();
    }

    @Test
    void brokenFilesAreRefused() throws IOException {
        Path saved = folder.resolve("saved");
        try (TrainedEigenGan trained = strategy.train(EigenGanTest.TINY, manager)) {
            trained.save(saved);
        }
        Path description = saved.resolve("eigengan.json");
        String sound = Files.readString(description);
        for (String broken : new String[] {
            "{}", sound.replace("\"steps\": 6,", ""), sound.replace("\"history\": [", "\"history\": 3, \"x\": [")
        }) {
            Files.writeString(description, broken);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrainedEigenGan.load(saved, manager).close());
        }
        Files.writeString(description, sound);
        Files.delete(saved.resolve("discriminator").resolve("weights.safetensors"));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> TrainedEigenGan.load(saved, manager).close());
        assertThat(manager.getManagedArrays()).isEmpty();
    }

    /** Without a discriminator a fresh one is made, on the generator's device. */
    @Test
    void aGeneratorAloneCanBeTrained() {
        try (Generator generator = EigenGanTest.TINY.generator(manager, 1);
                TrainedEigenGan trained = strategy.apply(Gan.of(generator))) {
            assertThat(trained.discriminator().imageShape()).isEqualTo(generator.imageShape());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> strategy.checkpoints(folder, 0));
    }

    @Test
    void presetsHaveNames() {
        assertThat(EigenGanPreset.NAMES)
                .allSatisfy(name -> assertThat(
                                EigenGanPreset.named(name, 32).network().size())
                        .isEqualTo(32));
        assertThat(EigenGanPreset.named("paper", 256)).isEqualTo(EigenGanPreset.paper());
        assertThat(EigenGanPreset.named("celeba64", 64)).isEqualTo(EigenGanPreset.celeba64());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EigenGanPreset.named("papper", 64))
                .withMessageContaining("paper");
    }
}
