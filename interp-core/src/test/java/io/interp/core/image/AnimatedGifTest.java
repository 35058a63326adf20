package io.interp.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatedGifTest {

    @TempDir
    Path folder;

    @Test
    void fewColorsSurviveExactly() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        int[] colors = random.ints(256, 0, 1 << 24).toArray();
        List<BufferedImage> frames = new ArrayList<>();
        for (int f = 0; f < 4; f++) {
            BufferedImage frame = new BufferedImage(20, 13, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 260; i++) {
                frame.setRGB(i % 20, i / 20, colors[random.nextInt(256)]);
            }
            frames.add(frame);
        }
        Path file = folder.resolve("a.gif");
        AnimatedGif.of(frames).write(file);
        List<BufferedImage> back = read(Files.readAllBytes(file));
        assertThat(back).hasSize(4);
        for (int f = 0; f < 4; f++) {
            assertThat(withoutAlpha(Pictures.pixels(back.get(f))))
                    .containsExactly(withoutAlpha(Pictures.pixels(frames.get(f))));
        }
    }

    @Test
    void manyColorsStayClose() throws Exception {
        List<BufferedImage> frames = new ArrayList<>();
        for (int f = 0; f < 3; f++) {
            BufferedImage frame = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < 64; y++) {
                for (int x = 0; x < 64; x++) {
                    frame.setRGB(x, y, (x * 4) << 16 | (y * 4) << 8 | (x + y + f) / 2 * 2);
                }
            }
            frames.add(frame);
        }
        List<BufferedImage> back = read(AnimatedGif.of(frames).bytes());
        double squared = 0;
        for (int f = 0; f < 3; f++) {
            float[] a = new float[3 * 64 * 64];
            float[] b = new float[3 * 64 * 64];
            Pictures.read(frames.get(f), 3, a, 0);
            Pictures.read(back.get(f), 3, b, 0);
            for (int i = 0; i < a.length; i++) {
                squared += (a[i] - b[i]) * (a[i] - b[i]) * 127.5 * 127.5 / (3 * a.length);
            }
        }
        // The colours lie on a surface of 256 x 256 levels of red and green: with 256 cells of 16 x 16 levels the error
        // of
        // both is 16 / sqrt(12), and that of blue less. Half of it more is left for the cuts and the dither pattern.
        assertThat(Math.sqrt(squared)).isLessThan(16 / Math.sqrt(12) * 1.5);
    }

    @Test
    void delayAndLoopAreWritten() throws Exception {
        BufferedImage black = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        byte[] bytes = AnimatedGif.of(List.of(black, black)).delay(120).bytes();
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
        IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode control = (IIOMetadataNode)
                root.getElementsByTagName("GraphicControlExtension").item(0);
        assertThat(control.getAttribute("delayTime")).isEqualTo("12");
        IIOMetadataNode loop = (IIOMetadataNode)
                root.getElementsByTagName("ApplicationExtension").item(0);
        assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
        assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
        assertThat(root.getElementsByTagName("LocalColorTable").getLength()).isZero();
        assertThat(AnimatedGif.of(List.of(black, black)).delay(120).bytes()).isEqualTo(bytes);
        assertThat(AnimatedGif.of(List.of(black)).dataUri()).startsWith("data:image/gif;base64,R0lGODlh");
    }

    @Test
    void thereAndBackRepeatsNoEnd() throws Exception {
        List<BufferedImage> frames = new ArrayList<>();
        for (int f = 0; f < 4; f++) {
            BufferedImage frame = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
            frame.setRGB(0, 0, f);
            frames.add(frame);
        }
        AnimatedGif loop = AnimatedGif.of(frames).thereAndBack();
        assertThat(loop.size()).isEqualTo(6);
        assertThat(read(loop.bytes()))
                .extracting(frame -> frame.getRGB(0, 0) & 0xff)
                .containsExactly(0, 1, 2, 3, 2, 1);
        assertThat(AnimatedGif.of(frames.subList(0, 1)).thereAndBack().size()).isEqualTo(1);
    }

    @Test
    void refusesBadInput() {
        assertThatThrownBy(() -> AnimatedGif.of(List.of())).hasMessageContaining("at least one");
        BufferedImage black = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        assertThatThrownBy(() -> AnimatedGif.of(List.of(black)).delay(10)).hasMessageContaining("20");
    }

    private static int[] withoutAlpha(int[] pixels) {
        int[] out = pixels.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] &= 0xffffff;
        }
        return out;
    }

    private static List<BufferedImage> read(byte[] gif) throws Exception {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(gif)));
        List<BufferedImage> frames = new ArrayList<>();
        for (int i = 0; i < reader.getNumImages(true); i++) {
            frames.add(Pictures.rgb(reader.read(i)));
        }
        return frames;
    }
}
