package io.interp.sefa.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.image.Pictures;
import io.interp.sefa.AlphaRange;
import io.interp.sefa.CodePath;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.Codes;
import io.interp.sefa.Direction;
import io.interp.sefa.Directions;
import io.interp.sefa.SefaStrategy;
import io.interp.testkit.drawn.DrawnGan;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraversalPicturesTest {

    @TempDir
    Path folder;

    @Test
    void stripsAndAnimationsShowEveryStep() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager)) {
            Directions found = new SefaStrategy().top(2).apply(generator).map(d -> d.ranged(new AlphaRange(-2, 2)));
            CodePath path = CodePath.of(generator, found);
            NDArray z = generator.latents().sample(manager, 4, 35); // more than a batch
            int before = manager.getManagedArrays().size();
            TraversalPictures pictures = TraversalPictures.of(path, z).steps(5);
            List<List<BufferedImage>> frames = pictures.frames(found.get(1));
            assertThat(manager.getManagedArrays()).hasSize(before);
            assertThat(frames).hasSize(5).allSatisfy(f -> assertThat(f).hasSize(35));
            // The middle frame is the image as it is; the last that of the latent moved by hand.
            for (int sample : new int[] {0, 34}) {
                NDArray one = z.get(sample + ":" + (sample + 1));
                assertSimilar(
                        frames.get(2).get(sample),
                        Pictures.of(generator.generate(one)).get(0));
                NDArray moved = found.get(1).shift(Codes.z(one), 2).values();
                assertSimilar(
                        frames.get(4).get(sample),
                        Pictures.of(generator.generate(moved)).get(0));
            }

            TraversalPictures few =
                    TraversalPictures.of(path, z.get("0:3")).steps(5).scale(2);
            List<String> files = few.write(folder, found);
            assertThat(files)
                    .containsExactly(
                            "direction-000.png", "direction-000.gif", "direction-001.png", "direction-001.gif");
            BufferedImage strip =
                    ImageIO.read(folder.resolve("direction-000.png").toFile());
            assertThat(strip.getWidth()).isEqualTo(5 * 64 + 4 * 2);
            assertThat(strip.getHeight()).isGreaterThan(3 * 64 + 2 * 2);
            try (ImageInputStream in = ImageIO.createImageInputStream(
                    folder.resolve("direction-001.gif").toFile())) {
                ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
                reader.setInput(in);
                assertThat(reader.getNumImages(true)).isEqualTo(8);
                reader.dispose();
            }
            assertThat(Files.size(folder.resolve("direction-000.gif"))).isPositive();
        }
    }

    /** Batches of other sizes may round differently in the last bit, which can move a pixel by one level. */
    private static void assertSimilar(BufferedImage a, BufferedImage b) {
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int difference = ((a.getRGB(x, y) >> shift) & 255) - ((b.getRGB(x, y) >> shift) & 255);
                    assertThat(Math.abs(difference)).isLessThanOrEqualTo(1);
                }
            }
        }
    }

    @Test
    void badRequestsAreRefused() {
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = DrawnGan.generator(manager)) {
            CodePath path = CodePath.latents(generator);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TraversalPictures.of(path, manager.zeros(new Shape(2, 3))))
                    .withMessageContaining("[N, 64]");
            TraversalPictures pictures = TraversalPictures.of(path, manager.zeros(new Shape(2, 64)));
            assertThatIllegalArgumentException().isThrownBy(() -> pictures.steps(1));
            assertThatIllegalArgumentException().isThrownBy(() -> pictures.scale(0));
            double[] axis = new double[64];
            axis[0] = 1;
            Direction inW = Direction.of("n", CodeSpace.w(64), axis);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pictures.strip(inW))
                    .withMessageContaining("W (64)");
        }
    }
}
