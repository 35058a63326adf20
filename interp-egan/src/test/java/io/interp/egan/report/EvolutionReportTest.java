package io.interp.egan.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.measure.Classifier;
import io.interp.core.stat.RandomConvolutionEmbedder;
import io.interp.core.tensor.Draws;
import io.interp.egan.AdversarialMutation;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolutionStrategy;
import io.interp.egan.EvolvedGan;
import io.interp.egan.point.GaussianMixture;
import io.interp.egan.point.ModeCoverage;
import io.interp.egan.point.PointMlp;
import io.interp.egan.point.PointSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvolutionReportTest {

    private static final GaussianMixture RING = GaussianMixture.ring8();
    private static final PointMlp TINY = new PointMlp(6, 2);

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

    private EvolvedGan points(EvolutionOptions options) {
        try (Generator generator = TINY.generator(manager, 1)) {
            return new EvolutionStrategy(options.withBatchSize(4).withEvaluationSize(6), RING.source(1, 40), 8)
                    .snapshots(2, 30)
                    .apply(Gan.of(generator));
        }
    }

    @Test
    void aPageOfPointsStandsAlone() throws IOException {
        try (EvolvedGan evolved = points(EvolutionOptions.plane())) {
            EvolutionMetrics metrics =
                    EvolutionEvaluator.ofPoints(RING, 2).measure(evolved.generator(), RING.source(3, 3000));
            Path page = folder.resolve("report.html");
            new EvolutionReport(evolved, Optional.of(RING))
                    .metrics(metrics)
                    .cost(new StepCost(1, 3, 3, 3))
                    .write(page);
            String html = Files.readString(page);
            assertThat(html)
                    .contains("data:image/gif;base64,", "<svg", "highQuality", "Who survived", "minimax", "3.00 times");
            assertThat(Pattern.compile("(src|href)=\"(?!data:|#)").matcher(html).find())
                    .as("links to elsewhere")
                    .isFalse();
        }
    }

    @Test
    void picturesShowWhoWonWhen() {
        try (EvolvedGan evolved = points(EvolutionOptions.plane())) {
            EvolutionPictures pictures = new EvolutionPictures(evolved, Optional.of(RING));
            assertThat(pictures.frames()).hasSize(5);
            assertThat(pictures.animation().size()).isEqualTo(5);
            BufferedImage wins = pictures.wins();
            // One parent: in each column exactly one of the rows has its full colour.
            List<Integer> full = List.of(0x3b7dd8, 0xe07b39, 0x2a9d6f);
            int columns = 0;
            for (int x = 0; x < wins.getWidth(); x++) {
                Set<Integer> colors = new HashSet<>();
                for (int y = 0; y < wins.getHeight(); y++) {
                    colors.add(wins.getRGB(x, y) & 0xffffff);
                }
                long winners = colors.stream().filter(full::contains).count();
                if (winners > 0) {
                    columns++;
                    assertThat(winners).as("column %s", x).isEqualTo(1);
                }
            }
            assertThat(columns).isEqualTo(560);
            assertThat(pictures.winShares().toSvg()).contains("heuristic", "least-squares", "minimax");
            assertThat(pictures.fitness().toSvg()).contains("diversity");
            assertThat(pictures.discriminatorLoss().toSvg()).startsWith("<svg");
        }
    }

    @Test
    void aRunThatJudgedNothingHasAPageToo() throws IOException {
        EvolutionOptions single = EvolutionOptions.plane().withMutations(List.of(AdversarialMutation.MINIMAX));
        try (EvolvedGan evolved = points(single)) {
            Path page = folder.resolve("single.html");
            new EvolutionReport(evolved, Optional.of(RING)).write(page);
            assertThat(Files.readString(page)).contains("nothing to choose", "Nothing was measured");
        }
        try (Generator generator = TINY.generator(manager, 1);
                EvolvedGan silent = new EvolutionStrategy(single.withBatchSize(4), RING.source(1, 40), 1)
                        .apply(Gan.of(generator))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> new EvolutionPictures(silent, Optional.empty()).animation())
                    .withMessageContaining("snapshots");
        }
    }

    @Test
    void aPageOfImagesShowsTheWayBetweenThem() throws IOException {
        Dcgan dcgan = new Dcgan(3, 16, 1, 4, 4);
        try (Generator generator = dcgan.generator(manager, 1);
                RandomConvolutionEmbedder embedder = new RandomConvolutionEmbedder(manager, 1, 0);
                NDManager scope = manager.newSubManager()) {
            ImageSource images =
                    ImageSource.of(generator.generate(generator.latents().sample(scope, 7, 40)));
            EvolutionOptions options =
                    EvolutionOptions.released().withBatchSize(4).withEvaluationSize(6);
            try (EvolvedGan evolved =
                    new EvolutionStrategy(options, images, 2).snapshots(1, 4).apply(Gan.of(generator))) {
                EvolutionMetrics metrics = new EvolutionEvaluator(embedder, 30, 0)
                        .classifier(new Brightness())
                        .measure(evolved.generator(), images);
                assertThat(metrics.toMap()).containsOnlyKeys("mmd", "frechet", "classifierScore");
                assertThat(metrics.classifierScore().orElseThrow()).isBetween(1.0, 2.0);
                Path page = folder.resolve("images.html");
                new EvolutionReport(evolved, Optional.empty()).metrics(metrics).write(page);
                assertThat(Files.readString(page)).contains("Between samples", "Smoothness", "classifierScore");
                StepCost cost = StepCost.measure(evolved.gan(), images, options, 2);
                assertThat(cost.ratio()).isGreaterThan(1);
                assertThat(cost.mutations()).isEqualTo(3);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> StepCost.measure(Gan.of(generator), images, options, 2));
            }
        }
    }

    /** Two classes, by the mean of the image. */
    private record Brightness() implements Classifier {
        @Override
        public String name() {
            return "brightness";
        }

        @Override
        public List<String> labels() {
            return List.of("dark", "bright");
        }

        @Override
        public NDArray probabilities(NDArray images) {
            NDArray bright = images.reshape(images.getShape().get(0), -1)
                    .mean(new int[] {1}, true)
                    .add(1)
                    .div(2); // [N, 1]
            return bright.neg().add(1).concat(bright, 1);
        }

        @Override
        public void close() {}
    }

    /** A generator whose points are its latents, uniform in a square: everything about it is known. */
    @Test
    void measurementsAreThoseOfThePointsThemselves() {
        try (Generator generator = TINY.generator(manager, 3);
                NDManager scope = manager.newSubManager()) {
            EvolutionEvaluator evaluator = EvolutionEvaluator.ofPoints(RING, 4);
            PointSource data = RING.source(3, 20_000);
            EvolutionMetrics metrics = evaluator.measure(generator, data);
            NDArray z = generator.latents().sample(scope, Draws.derive(4, 0x65), 10_000);
            float[] made = PointSource.coordinates(generator.generate(z));
            assertThat(metrics.coverage()).contains(ModeCoverage.of(RING, made));
            double[] mean = new double[2];
            for (int i = 0; i < made.length; i++) {
                mean[i % 2] += made[i] / 10_000.0;
            }
            // All made points lie in a small blob: the distance is about the blob's offset plus the ring's spread.
            double spread = Math.pow(2 / (2 * 1.414), 2);
            double offset = mean[0] * mean[0] + mean[1] * mean[1];
            assertThat(metrics.frechet()).isCloseTo(spread + offset, within(0.15 * (spread + offset)));
            assertThat(metrics.mmd()).isGreaterThan(0.1);
            assertThat(metrics.toMap()).containsKeys("modes", "near", "highQuality", "mmd", "frechet");
            assertThat(metrics.toString()).contains("modes");
            assertThat(evaluator.measure(generator, data)).isEqualTo(metrics);
        }
    }

    @Test
    void refusesTooFewImages() {
        try (Generator generator = TINY.generator(manager, 3);
                RandomConvolutionEmbedder embedder = new RandomConvolutionEmbedder(manager, 1, 0)) {
            assertThatIllegalArgumentException().isThrownBy(() -> new EvolutionEvaluator(embedder, 1, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EvolutionEvaluator.ofPoints(RING, 0).measure(generator, RING.source(0, 1)));
        }
    }
}
