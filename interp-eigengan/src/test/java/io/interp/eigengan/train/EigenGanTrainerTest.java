package io.interp.eigengan.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.train.AdamOptions;
import io.interp.core.train.StepReport;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.InitialScales;
import io.interp.eigengan.Subspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EigenGanTrainerTest {

    private static final EigenGan TINY = new EigenGan(16, 1, 5, 3, 64, 8, InitialScales.ARITHMETIC);
    private static final EigenGanTraining OPTIONS =
            EigenGanTraining.brief(12).withBatchSize(3).withReportInterval(4).withSeed(17);

    @TempDir
    private Path folder;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private void train(EigenGanTraining options, Consumer<EigenGanTrainer> work) {
        try (Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2);
                EigenGanTrainer trainer =
                        new EigenGanTrainer(generator, discriminator, SmallImages.noise(7, 16), options)) {
            work.accept(trainer);
        }
    }

    private static void steps(EigenGanTrainer trainer, int count) {
        for (int i = 0; i < count; i++) {
            trainer.step();
        }
    }

    private static void assertSameFiles(Path expected, Path actual) {
        try (var files = Files.list(expected)) {
            List<Path> names = files.map(Path::getFileName).sorted().toList();
            assertThat(names).hasSize(2);
            for (Path name : names) {
                assertThat(Files.readAllBytes(actual.resolve(name)))
                        .as("%s", name)
                        .isEqualTo(Files.readAllBytes(expected.resolve(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stopped within an interval of reports, so that sums have to go on, too. */
    @Test
    void trainingResumesToTheSameBytes() throws IOException {
        Path middle = folder.resolve("middle");
        Path whole = folder.resolve("whole");
        Path resumed = folder.resolve("resumed");
        train(OPTIONS, trainer -> {
            steps(trainer, 6);
            trainer.save(middle);
            steps(trainer, 6);
            trainer.save(whole);
        });
        train(OPTIONS.withSteps(99), trainer -> {
            steps(trainer, 5); // leaves other weights, moments and points behind, all of which have to go
            trainer.restore(middle);
            assertThat(trainer.steps()).isEqualTo(6);
            assertThat(trainer.history()).hasSize(1);
            steps(trainer, 6);
            assertThat(trainer.history()).extracting(TrainingPoint::step).containsExactly(4L, 8L, 12L);
            trainer.save(resumed);
        });
        assertSameFiles(whole, resumed);
        assertThat(Files.readAllBytes(whole.resolve("gan.safetensors")))
                .isNotEqualTo(Files.readAllBytes(middle.resolve("gan.safetensors")));
    }

    @Test
    void pointsAreMeansOfSteps() {
        train(OPTIONS, trainer -> {
            double[] discriminator = new double[8];
            double[] generator = new double[8];
            for (int i = 0; i < 8; i++) {
                StepReport report = trainer.step();
                discriminator[i] = report.discriminatorLoss();
                generator[i] = report.generatorLoss();
            }
            TrainingPoint point = trainer.history().get(1);
            double sum = 0;
            double other = 0;
            for (int i = 4; i < 8; i++) {
                sum += discriminator[i];
                other += generator[i];
            }
            assertThat(point.discriminatorLoss()).isCloseTo(sum / 4, within(1e-12));
            assertThat(point.generatorLoss()).isCloseTo(other / 4, within(1e-12));
            assertThat(point.scales()).hasSize(2).allMatch(layer -> layer.size() == 3);
            assertThat(point.scaleShares(2).stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(100, within(1e-9));
        });
    }

    /** At a large learning rate the penalty alone lets bases drift; either retraction holds them to float precision. */
    @ParameterizedTest
    @EnumSource(Retraction.class)
    void retractionHoldsTheBases(Retraction retraction) {
        AdamOptions adam = new AdamOptions(2e-3, 0.5, 0.999, 1e-8);
        EigenGanTraining options =
                OPTIONS.withGan(OPTIONS.gan().withAdam(adam, adam)).withOrthogonality(1, retraction);
        train(options, trainer -> {
            steps(trainer, 12);
            double live = trainer.history().get(2).worstOrthogonality();
            try (Generator result = trainer.result()) {
                double kept = Subspace.of(result).stream()
                        .mapToDouble(Subspace::orthogonalityError)
                        .max()
                        .orElseThrow();
                if (retraction == Retraction.NONE) {
                    assertThat(live).isGreaterThan(1e-2);
                    assertThat(kept).isGreaterThan(1e-4);
                } else {
                    assertThat(live).isLessThan(1e-5);
                    assertThat(kept).isLessThan(1e-5);
                }
            }
        });
    }

    @Test
    void divergenceStopsAndNamesTheLastGoodCheckpoint() {
        AdamOptions wild = new AdamOptions(1e3, 0.5, 0.999, 1e-8);
        EigenGanTraining options = OPTIONS.withGan(OPTIONS.gan().withAdam(wild, wild));
        Path good = folder.resolve("good");
        train(options, trainer -> {
            trainer.save(good);
            assertThatExceptionOfType(TrainingDivergedException.class)
                    .isThrownBy(() -> steps(trainer, 20))
                    .withMessageContaining("training diverged at step " + trainer.steps())
                    .withMessageContaining("the last good checkpoint is " + good)
                    .satisfies(e -> assertThat(e.lastCheckpoint()).contains(good))
                    .satisfies(e -> assertThat(e.step()).isPositive());
            trainer.restore(good);
            assertThat(trainer.steps()).isZero();
            assertThat(trainer.average()
                            .parameters()
                            .get("layer1.weight")
                            .isNaN()
                            .any()
                            .getBoolean())
                    .isFalse();
        });
        train(
                options,
                trainer -> assertThatExceptionOfType(TrainingDivergedException.class)
                        .isThrownBy(() -> steps(trainer, 20))
                        .withMessageContaining("there is no checkpoint"));
    }

    @Test
    void brokenWeightsAreNotSaved() {
        Path saved = folder.resolve("saved");
        try (Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2);
                EigenGanTrainer trainer =
                        new EigenGanTrainer(generator, discriminator, SmallImages.noise(7, 16), OPTIONS)) {
            generator.parameters().get("layer2.bias").addi(Float.NaN);
            assertThatExceptionOfType(TrainingDivergedException.class)
                    .isThrownBy(() -> trainer.save(saved))
                    .withMessageContaining("layer2.bias");
            assertThat(saved).doesNotExist();
        }
    }

    @Test
    void badInputIsRefusedBeforeWork() {
        refused(SmallImages.noise(2, 16), "fewer than one batch of 3");
        refused(SmallImages.noise(7, 32), "open them at the generator's size");
        SmallImages good = SmallImages.noise(7, 16);
        refused(
                new SmallImages(7, 1, 16, 16, i -> {
                    float[] values = good.image().apply(i);
                    values[40] = i == 5 ? Float.NaN : values[40];
                    return values;
                }),
                "image 5 of small holds NaN");
        try (Generator dcgan = new Dcgan(4, 16, 1, 8, 4).generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EigenGanTrainer(dcgan, discriminator, good, OPTIONS))
                    .withMessageContaining("is no EigenGAN");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withSteps(0));
        assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withOrthogonality(Double.NaN, Retraction.NONE));
        Path saved = folder.resolve("saved");
        train(OPTIONS, trainer -> trainer.save(saved));
        train(
                OPTIONS.withOrthogonality(2, Retraction.POLAR),
                trainer -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> trainer.restore(saved))
                        .withMessageContaining("other settings"));
    }

    private void refused(ImageSource data, String message) {
        try (Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2)) {
            int before = manager.getManagedArrays().size();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EigenGanTrainer(generator, discriminator, data, OPTIONS))
                    .withMessageContaining(message);
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void mirroredImagesFollowTheOthers() {
        SmallImages source = new SmallImages(3, 1, 16, 16, i -> {
            float[] values = new float[256];
            for (int p = 0; p < 256; p++) {
                values[p] = i / 4f + p % 16 / 100f;
            }
            return values;
        });
        TrainingImages both =
                TrainingImages.of(source, TINY.generator(manager, 0).imageShape(), 2, true);
        assertThat(both.size()).isEqualTo(6);
        float[] plain = new float[256];
        float[] mirrored = new float[260];
        both.read(1, plain, 0);
        both.read(4, mirrored, 4);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                assertThat(mirrored[4 + y * 16 + x]).isEqualTo(plain[y * 16 + 15 - x]);
            }
        }
    }

    @Test
    void learningRatesFallWhereAsked() {
        EigenGanTraining constant = EigenGanTraining.brief(10);
        assertThat(constant.rate(0)).isEqualTo(1);
        assertThat(constant.rate(25)).isEqualTo(1); // a trainer may go on beyond the planned steps
        EigenGanTraining falling = constant.withDecayFrom(0.6);
        assertThat(falling.rate(6)).isEqualTo(1);
        assertThat(falling.rate(8)).isCloseTo(0.5, within(1e-12));
        assertThat(falling.rate(9)).isCloseTo(0.25, within(1e-12));
        assertThat(falling.rate(25)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> constant.withDecayFrom(1.5));
        Path saved = folder.resolve("saved");
        train(OPTIONS.withDecayFrom(0.5), trainer -> trainer.save(saved));
        train(
                OPTIONS.withDecayFrom(0.5).withSteps(99),
                trainer -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> trainer.restore(saved))
                        .withMessageContaining("other settings"));
    }

    /** A step at rate 0 leaves every weight where it is. */
    @Test
    void theRateMultipliesBothLearningRates() {
        try (Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2);
                EigenGanTrainer trainer = new EigenGanTrainer(
                        generator,
                        discriminator,
                        SmallImages.noise(7, 16),
                        OPTIONS.withOrthogonality(1, Retraction.NONE)
                                .withSteps(1)
                                .withDecayFrom(0))) {
            trainer.step();
            String first = generator.fingerprint() + discriminator.fingerprint();
            trainer.step();
            assertThat(generator.fingerprint() + discriminator.fingerprint()).isEqualTo(first);
        }
    }

    @Test
    void presetsAreThePublishedSettings() {
        EigenGanTraining paper = EigenGanTraining.paper();
        assertThat(paper.gan().generator()).isEqualTo(new AdamOptions(1e-4, 0.5, 0.999, 1e-8));
        assertThat(paper.gan().r1Gamma() / 2 * paper.gan().r1Interval()).isEqualTo(30); // 10, times 3 at every third
        assertThat(paper.gan().emaDecay()).isEqualTo(0.999);
        assertThat(paper.orthogonality()).isEqualTo(1);
        assertThat(paper.retraction()).isEqualTo(Retraction.NONE);
        assertThat(paper.steps()).isEqualTo(160L * (202_599 / 64 / 2));
        assertThat(EigenGanTraining.celeba64().gan()).isEqualTo(paper.gan());
        assertThat(EigenGanTraining.celeba64().retraction()).isEqualTo(Retraction.POLAR);
    }
}
