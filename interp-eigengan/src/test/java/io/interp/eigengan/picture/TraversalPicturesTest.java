package io.interp.eigengan.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.image.Pictures;
import io.interp.eigengan.EigenDimension;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.EigenGanStrategy;
import io.interp.eigengan.InitialScales;
import io.interp.eigengan.TrainedEigenGan;
import io.interp.eigengan.measure.AttributeCorrelation;
import io.interp.eigengan.measure.Importance;
import io.interp.eigengan.measure.ImportanceMeter;
import io.interp.eigengan.report.EigenGanReport;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.SmallImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraversalPicturesTest {

    private static final EigenGan TINY = new EigenGan(16, 1, 5, 3, 64, 8, InitialScales.ARITHMETIC);
    private static final EigenDimension DIMENSION = new EigenDimension(2, 1);

    @TempDir
    private Path folder;

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** Cells are the images of the latents one would write down by hand. */
    @Test
    void framesAreImagesOfLatentsWithOneCoordinateSet() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = TINY.generator(manager, 1);
                NDManager scope = manager.newSubManager()) {
            TraversalPictures pictures =
                    TraversalPictures.of(generator).range(3, 5).samples(2, 9).truncation(Truncation.factor(0.5));
            assertThat(pictures.values()).containsExactly(-3, -1.5, 0, 1.5, 3);
            int before = manager.getManagedArrays().size();
            List<List<BufferedImage>> frames = pictures.frames(DIMENSION);
            assertThat(manager.getManagedArrays()).hasSize(before);
            float[] drawn = generator.latents().sample(scope, 9, 2).toFloatArray();
            int total = TINY.latents().total();
            int at = TINY.latents().coordinate(DIMENSION);
            for (int step = 0; step < 5; step++) {
                float[] z = new float[3 * total];
                for (int i = 0; i < 2 * total; i++) {
                    z[total + i] = drawn[i] / 2;
                }
                for (int row = 0; row < 3; row++) {
                    z[row * total + at] = (float) pictures.values()[step];
                }
                List<BufferedImage> expected = Pictures.of(generator.generate(scope.create(z, new Shape(3, total))));
                for (int row = 0; row < 3; row++) {
                    assertThat(pixels(frames.get(step).get(row))).isEqualTo(pixels(expected.get(row)));
                }
            }
            assertThat(pixels(frames.get(0).get(0)))
                    .isNotEqualTo(pixels(frames.get(4).get(0)));
            assertThat(pictures.scale(2).strip(DIMENSION).getWidth()).isEqualTo(5 * 32 + 4 * 2);
            assertThat(pictures.animation(DIMENSION).size()).isEqualTo(8);
        }
    }

    @Test
    void truncationKeepsLatentsNearTheMode() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = TINY.generator(manager, 1)) {
            NDArray bounded = Truncation.bound(1.5).sample(manager, generator.latents(), 3, 200);
            assertThat(bounded.abs().max().getFloat()).isLessThanOrEqualTo(1.5f);
            assertThat(bounded.abs().max().getFloat()).isGreaterThan(1.4f);
            NDArray scaled = Truncation.factor(0.7).sample(manager, generator.latents(), 3, 20);
            NDArray plain = generator.latents().sample(manager, 3, 20);
            assertThat(scaled.sub(plain.mul(0.7)).abs().max().getFloat()).isLessThan(1e-6f);
            assertThatIllegalArgumentException().isThrownBy(() -> Truncation.factor(0));
        }
    }

    @Test
    void filesAreWrittenAndBadInputRefused() throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = TINY.generator(manager, 1)) {
            TraversalPictures pictures = TraversalPictures.of(generator).range(4.5, 3);
            assertThat(pictures.write(folder, List.of(DIMENSION, new EigenDimension(1, 3))))
                    .containsExactly("L2D1.png", "L2D1.gif", "L1D3.png", "L1D3.gif");
            assertThat(ImageIO.read(folder.resolve("L1D3.png").toFile()).getWidth())
                    .isEqualTo(3 * 16 + 4);
            assertThat(folder.resolve("L2D1.gif")).isNotEmptyFile();
            assertThatIllegalArgumentException().isThrownBy(() -> pictures.strip(new EigenDimension(3, 1)));
            assertThatIllegalArgumentException().isThrownBy(() -> pictures.range(0, 3));
            assertThatIllegalArgumentException().isThrownBy(() -> pictures.range(1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> pictures.samples(-1, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> pictures.scale(0));
        }
    }

    /** The report names every dimension once, in the order of their effects, with a strip and an animation each. */
    @Test
    void theReportHoldsEveryDimension() throws IOException {
        EigenGanStrategy strategy = new EigenGanStrategy(
                EigenGanTraining.brief(4).withBatchSize(3).withReportInterval(2), SmallImages.noise(7, 16));
        try (NDManager manager = NDManager.newBaseManager();
                TrainedEigenGan trained = strategy.train(TINY, manager)) {
            int before = manager.getManagedArrays().size();
            Importance importance = new ImportanceMeter(4, 1, 0).measure(trained.generator());
            AttributeCorrelation attributes = AttributeCorrelation.measure(
                    trained.generator(),
                    List.of("<light>"),
                    images -> images.reshape(images.getShape().get(0), -1).mean(new int[] {1}, true),
                    20,
                    0);
            Path file = folder.resolve("report.html");
            new EigenGanReport(
                            trained,
                            importance,
                            TraversalPictures.of(trained.generator()).range(4.5, 3),
                            Optional.of(attributes))
                    .write(file);
            String html = Files.readString(file);
            int last = 0;
            for (var row : importance.ranked()) {
                int at = html.indexOf("<h2>" + row.dimension() + ":");
                assertThat(at).as("section of %s", row).isGreaterThan(last);
                last = at;
            }
            assertThat(html.split("image/gif", -1)).hasSize(1 + 6);
            assertThat(html)
                    .contains("&lt;light&gt;")
                    .doesNotContain("src=\"http")
                    .contains("Orthogonality");
            assertThat(importance.toString().lines()).hasSize(7);
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }
}
