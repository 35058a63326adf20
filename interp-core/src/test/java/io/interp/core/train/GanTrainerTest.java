package io.interp.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.Network;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GanTrainerTest {

    private static final Dcgan TINY = new Dcgan(4, 8, 1, 8, 4);
    private static final AdamOptions ADAM = new AdamOptions(1e-3, 0.5, 0.99, 1e-8);
    private static final GanTraining OPTIONS = GanTraining.fromScratch()
            .withAdam(ADAM, ADAM)
            .withBatchSize(3)
            .withR1(2, 3)
            .withEma(0.9)
            .withSeed(17);

    private static final String LAYER = "layer1.02ConvTranspose2d_weight";

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

    /** Seven images, so that batches of three span epochs. */
    private ImageSource images(int channels, int size) {
        try (NDManager scope = manager.newSubManager()) {
            return ImageSource.of(Draws.normal(scope, Draws.stream(8), new Shape(7, channels, size, size))
                    .clip(-1, 1));
        }
    }

    private void train(GanTraining options, Consumer<GanTrainer> work) {
        try (Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2);
                GanTrainer trainer = new GanTrainer(generator, discriminator, images(1, 8), options)) {
            work.accept(trainer);
        }
    }

    private static void steps(GanTrainer trainer, int count) {
        for (int i = 0; i < count; i++) {
            trainer.step();
        }
    }

    @Test
    void trainingResumesToTheSameBytes() throws IOException {
        Path middle = folder.resolve("middle.safetensors");
        Path whole = folder.resolve("whole.safetensors");
        Path resumed = folder.resolve("resumed.safetensors");
        train(OPTIONS, trainer -> {
            steps(trainer, 5);
            trainer.save(middle);
            steps(trainer, 6);
            trainer.save(whole);
        });
        train(OPTIONS, trainer -> {
            steps(trainer, 2); // leaves other weights and moments behind, all of which have to go
            trainer.restore(middle);
            assertThat(trainer.steps()).isEqualTo(5);
            assertThat(trainer.step().step()).isEqualTo(6);
            steps(trainer, 5);
            trainer.save(resumed);
        });
        Checkpoint expected = Checkpoint.read(whole);
        Checkpoint actual = Checkpoint.read(resumed);
        for (String part :
                new String[] {"generator", "discriminator", "average", "generatorAdam", "discriminatorAdam"}) {
            assertThat(actual.get(part)).as(part).hasSizeGreaterThan(3);
            actual.get(part)
                    .forEach((name, array) -> assertThat(array.bytes())
                            .as("%s %s", part, name)
                            .isEqualTo(expected.get(part).get(name).bytes()));
        }
        assertThat(Files.readAllBytes(resumed)).isEqualTo(Files.readAllBytes(whole));
        assertThat(Files.readAllBytes(whole)).isNotEqualTo(Files.readAllBytes(middle));
    }

    @Test
    void theSeedDecidesEverything() throws IOException {
        Path first = folder.resolve("first.safetensors");
        Path same = folder.resolve("same.safetensors");
        Path other = folder.resolve("other.safetensors");
        for (Path file : new Path[] {first, same}) {
            train(OPTIONS, trainer -> {
                steps(trainer, 4);
                trainer.save(file);
            });
        }
        train(OPTIONS.withSeed(18), trainer -> {
            steps(trainer, 4);
            trainer.save(other);
        });
        assertThat(Files.readAllBytes(same)).isEqualTo(Files.readAllBytes(first));
        assertThat(Checkpoint.read(other).get("generator").get(LAYER).bytes())
                .isNotEqualTo(Checkpoint.read(first).get("generator").get(LAYER).bytes());
    }

    @Test
    void thePenaltyComesAtItsInterval() {
        train(OPTIONS, trainer -> {
            for (int step = 0; step < 7; step++) {
                StepReport report = trainer.step();
                assertThat(report.step()).isEqualTo(step + 1);
                if (step % 3 == 0) {
                    assertThat(report.r1()).isPositive();
                } else {
                    assertThat(report.r1()).isNaN();
                }
            }
        });
    }

    @Test
    void everyWeightMovesAndNoneIsLeftRecording() {
        try (Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2);
                GanTrainer trainer = new GanTrainer(generator, discriminator, images(1, 8), OPTIONS)) {
            var generatorBefore = Checkpoint.copyOf(generator.parameters());
            var discriminatorBefore = Checkpoint.copyOf(discriminator.parameters());
            trainer.warmUpStep();
            generatorBefore.forEach((name, array) -> assertThat(array.bytes())
                    .as("a warm-up step leaves the generator's %s", name)
                    .isEqualTo(generator.parameters().get(name).toByteBuffer()));
            trainer.step();
            for (Network network : new Network[] {generator, discriminator, trainer.average()}) {
                network.parameters()
                        .forEach((name, weight) -> assertThat(Gradients.isRequired(weight))
                                .as(name)
                                .isFalse());
            }
            generatorBefore.forEach((name, array) -> assertThat(array.bytes())
                    .as(name)
                    .isNotEqualTo(generator.parameters().get(name).toByteBuffer()));
            discriminatorBefore.forEach((name, array) -> assertThat(array.bytes())
                    .as(name)
                    .isNotEqualTo(discriminator.parameters().get(name).toByteBuffer()));
        }
    }

    @Test
    void otherShapesAndSettingsAreRefused() {
        try (Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2);
                Discriminator wide = new Dcgan(4, 16, 1, 8, 4).discriminator(manager, 2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GanTrainer(generator, discriminator, images(3, 8), OPTIONS))
                    .withMessageContaining("the data are (3, 8, 8)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GanTrainer(generator, discriminator, images(1, 16), OPTIONS))
                    .withMessageContaining("the data are (1, 16, 16)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GanTrainer(generator, wide, images(1, 8), OPTIONS))
                    .withMessageContaining("must be the same");
        }
        Path file = folder.resolve("checkpoint.safetensors");
        train(OPTIONS, trainer -> trainer.save(file));
        train(OPTIONS.withR1(2, 4), trainer -> {
            steps(trainer, 1);
            String before = trainer.average().fingerprint();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trainer.restore(file))
                    .withMessageContaining("other settings");
            assertThat(trainer.steps()).isEqualTo(1);
            assertThat(trainer.average().fingerprint()).isEqualTo(before);
        });
    }

    @Test
    void aPenaltyPullsTheGeneratorAndIsToldOfItsSteps() {
        try (Generator generator = TINY.generator(manager, 1);
                Discriminator discriminator = TINY.discriminator(manager, 2)) {
            NDArray weight = generator.parameters().get(LAYER);
            AtomicInteger told = new AtomicInteger();
            GeneratorPenalty pull = new GeneratorPenalty() {
                @Override
                public NDArray loss(NDArray latents, NDArray images) {
                    assertThat(latents.getShape()).isEqualTo(new Shape(3, 4));
                    assertThat(images.getShape()).isEqualTo(new Shape(3, 1, 8, 8));
                    NDArray view = weight.reshape(weight.getShape());
                    view.attach(latents.getManager());
                    return view.square().sum().mul(1e6f);
                }

                @Override
                public void afterStep() {
                    told.incrementAndGet();
                }
            };
            float before = weight.abs().mean().getFloat();
            float plain;
            try (Generator other = generator.copy();
                    Discriminator otherDiscriminator = discriminator.copy();
                    GanTrainer trainer = new GanTrainer(other, otherDiscriminator, images(1, 8), OPTIONS)) {
                steps(trainer, 8);
                plain = other.parameters().get(LAYER).abs().mean().getFloat();
            }
            try (GanTrainer trainer = new GanTrainer(generator, discriminator, images(1, 8), OPTIONS, pull)) {
                steps(trainer, 8);
            }
            assertThat(told).hasValue(8);
            assertThat(weight.abs().mean().getFloat()).isLessThan(0.7f * before);
            assertThat(plain).isGreaterThan(0.9f * before);
        }
    }

    @Test
    void divergenceIsSaid() {
        AdamOptions wild = ADAM.withLearningRate(1e30);
        train(
                OPTIONS.withAdam(wild, wild),
                trainer -> assertThatExceptionOfType(InterpException.class)
                        .isThrownBy(() -> steps(trainer, 5))
                        .withMessageContaining("training diverged at step " + trainer.steps()));
    }

    /** Scores a.x + b |x|^2 / 2 have the gradient a + b x, whose squared norm and its slopes are plain sums. */
    @Test
    void thePenaltyOfAQuadraticScoreHasAClosedForm() {
        try (GradScope on = GradScope.on()) {
            NDArray x = Draws.normal(manager, Draws.stream(3), new Shape(5, 2, 3, 3));
            NDArray a = Draws.normal(manager, Draws.stream(4), new Shape(1, 2, 3, 3));
            for (float b : new float[] {0, 0.7f}) {
                NDArray factor = manager.create(b);
                Gradients.require(x, factor);
                NDArray scores = x.mul(a).add(x.square().mul(factor).mul(0.5f)).sum(new int[] {1, 2, 3}); // [N]
                NDArray penalty = GanTrainer.gradientPenalty(scores, x);
                double slope = Gradients.of(penalty, factor).getFloat();

                float[] images = x.toFloatArray();
                float[] linear = a.toFloatArray();
                double expected = 0;
                double expectedSlope = 0;
                for (int i = 0; i < images.length; i++) {
                    double gradient = linear[i % linear.length] + (double) b * images[i];
                    expected += gradient * gradient / 5;
                    expectedSlope += 2 * gradient * images[i] / 5;
                }
                assertThat((double) penalty.getFloat()).isCloseTo(expected, within(1e-5 * expected));
                assertThat(slope).isCloseTo(expectedSlope, within(1e-4 * Math.abs(expectedSlope)));
            }
        }
    }
}
