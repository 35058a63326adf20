package io.interp.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.image.Png;
import io.interp.core.image.Resample;
import io.interp.core.io.ArchiveLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

    @TempDir
    Path folder;

    @Test
    void foldersAndZipsGiveTheSameSortedImages() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("b/2.png", Png.bytes(noise(2, 8, 6)));
        files.put("a.PNG", Png.bytes(noise(1, 8, 6)));
        files.put("b/10.bmp", encode(noise(3, 8, 6), "bmp"));
        files.put("readme.txt", new byte[] {1});
        files.put(".hidden.png", new byte[] {1});
        files.put("__MACOSX/a.png", new byte[] {1});
        Path directory = folder.resolve("images");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        try (ImageFolder plain = ImageFolder.open(directory, 3, 6, 8);
                ImageFolder zipped = ImageFolder.open(zip(files), 3, 6, 8)) {
            assertThat(plain.names()).containsExactly("a.PNG", "b/10.bmp", "b/2.png");
            assertThat(zipped.names()).isEqualTo(plain.names());
            int[] seeds = {1, 3, 2};
            for (int i = 0; i < 3; i++) {
                assertThat(read(plain, i))
                        .containsExactly(read(zipped, i))
                        .containsExactly(values(noise(seeds[i], 8, 6)));
            }
        }
    }

    @Test
    void batchesAreOneTensorInTheOrderAsked() throws IOException {
        ImageFolder images = ImageFolder.open(pngs(5, 4, 4), 3, 4, 4);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray batch = images.batch(manager, new int[] {4, 0, 4});
            assertThat(batch.getShape()).isEqualTo(new Shape(3, 3, 4, 4));
            assertThat(batch.getManager()).isSameAs(manager);
            assertThat(batch.get(0).toFloatArray())
                    .containsExactly(read(images, 4))
                    .containsExactly(batch.get(2).toFloatArray());
            assertThat(batch.get(1).toFloatArray()).containsExactly(read(images, 0));
            assertThatThrownBy(() -> images.batch(manager, new int[] {5}))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> images.batch(manager, new int[0])).hasMessageContaining("at least one");
        }
    }

    @Test
    void cuttingTakesTheCentreAndResizingIsCubic() throws IOException {
        BufferedImage wide = noise(1, 30, 12);
        Files.write(folder.resolve("wide.png"), Png.bytes(wide));
        ImageFolder images = ImageFolder.open(folder, 3, 6, 6);
        BufferedImage expected = Resample.picture(wide.getSubimage(9, 0, 12, 12), 6, 6, Resample.Filter.BICUBIC);
        assertThat(read(images, 0)).containsExactly(values(expected));
        ImageFolder exact = ImageFolder.open(folder, 3, 12, 12);
        assertThat(read(exact, 0)).containsExactly(values(wide.getSubimage(9, 0, 12, 12)));
    }

    @Test
    void grayIsRead() throws IOException {
        BufferedImage gray = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 16; i++) {
            gray.getRaster().setSample(i % 4, i / 4, 0, i * 17);
        }
        Files.write(folder.resolve("g.png"), encode(gray, "png"));
        float[] one = read(ImageFolder.open(folder, 1, 4, 4), 0);
        float[] three = read(ImageFolder.open(folder, 3, 4, 4), 0);
        for (int i = 0; i < 16; i++) {
            assertThat(one[i]).isEqualTo(i * 17 / 127.5f - 1);
            assertThat(three[i]).isEqualTo(three[32 + i]).isEqualTo(one[i]);
        }
    }

    @Test
    void theCacheFitsItsLimitAndChangesNothing() throws IOException {
        Path pngs = pngs(4, 5, 5);
        ImageFolder.Options options = ImageFolder.Options.standard();
        ImageFolder cached = ImageFolder.open(pngs, 3, 5, 5, options.cache(4 * 75));
        ImageFolder direct = ImageFolder.open(pngs, 3, 5, 5, options.cache(4 * 75 - 1));
        assertThat(cached.isCached()).isTrue();
        assertThat(direct.isCached()).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(read(cached, i)).containsExactly(read(direct, i));
        }
        cached.preload();
        Files.delete(pngs.resolve("00.png"));
        assertThat(read(cached, 0)).hasSize(75);
        assertThatThrownBy(() -> read(direct, 0)).hasMessageContaining("00.png");
    }

    @Test
    void manyThreadsReadTheSame() throws IOException {
        ImageFolder images = ImageFolder.open(
                zipOf(pngs(20, 8, 8)), 3, 8, 8, ImageFolder.Options.standard().cache(0));
        float[][] alone = new float[20][];
        for (int i = 0; i < 20; i++) {
            alone[i] = read(images, i);
        }
        boolean same =
                IntStream.range(0, 400).parallel().allMatch(i -> Arrays.equals(read(images, i % 20), alone[i % 20]));
        assertThat(same).isTrue();
    }

    @Test
    void strictRefusesOtherSizes() throws IOException {
        Path pngs = pngs(1, 5, 5);
        ImageFolder.Options strict = ImageFolder.Options.standard().strict();
        assertThat(read(ImageFolder.open(pngs, 3, 5, 5, strict), 0)).hasSize(75);
        ImageFolder other = ImageFolder.open(pngs, 3, 4, 5, strict);
        assertThatThrownBy(() -> read(other, 0)).hasMessageContaining("00.png is 5 x 5, expected 5 x 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "bmp", "gif"})
    void truncatedImagesAreNamed(String format) throws IOException {
        byte[] whole = encode(noise(1, 32, 32), format);
        Files.write(folder.resolve("0." + format), whole);
        for (double share : new double[] {0, 0.01, 0.3, 0.6, 0.95}) {
            Files.write(folder.resolve("1." + format), Arrays.copyOf(whole, (int) (whole.length * share)));
            ImageFolder images = ImageFolder.open(folder, 3, 32, 32);
            assertThat(read(images, 0)).hasSize(3 * 32 * 32);
            assertThatThrownBy(() -> read(images, 1))
                    .as("%s cut to %s", format, share)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1." + format);
            assertThatThrownBy(images::preload).hasMessageContaining("1." + format);
        }
    }

    @Test
    void imagesThatClaimTooMuchAreRefused() throws IOException {
        byte[] png = Png.bytes(noise(1, 4, 4));
        png[16] = 0x7f; // the first byte of the width
        Files.write(folder.resolve("bomb.png"), png);
        assertThatThrownBy(() -> read(ImageFolder.open(folder, 3, 4, 4), 0)).hasMessageContaining("bomb.png");
    }

    @Test
    void brokenZipsMissingPathsAndEmptyFoldersAreNamed() throws IOException {
        assertThatThrownBy(() -> ImageFolder.open(folder.resolve("none"), 3, 4, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> ImageFolder.open(folder, 3, 4, 4)).hasMessageContaining("holds no images");
        Path zip = zipOf(pngs(3, 4, 4));
        byte[] whole = Files.readAllBytes(zip);
        Path cut = folder.resolve("cut.zip");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 25));
        assertThatThrownBy(() -> ImageFolder.open(cut, 3, 4, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cut.zip");
        Path hurt = folder.resolve("hurt.zip");
        Arrays.fill(whole, 60, 90, (byte) 0x55);
        Files.write(hurt, whole);
        assertThatThrownBy(() -> read(ImageFolder.open(hurt, 3, 4, 4), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hurt.zip!00.png");
        assertThatThrownBy(() -> ImageFolder.open(zip(Map.of("a.txt", new byte[1])), 3, 4, 4))
                .hasMessageContaining("holds no images");
        assertThatThrownBy(() -> ImageFolder.open(zip, 2, 4, 4)).hasMessageContaining("1 or 3 channels");
    }

    @Test
    void zipLimitsHold() throws IOException {
        Path zip = zipOf(pngs(3, 4, 4));
        ImageFolder.Options options = ImageFolder.Options.standard();
        assertThatThrownBy(() -> ImageFolder.open(
                        zip, 3, 4, 4, new ImageFolder.Options(true, 0, new ArchiveLimits(2, 1000, 1000))))
                .hasMessageContaining("3 entries, at most 2");
        ImageFolder small =
                ImageFolder.open(zip, 3, 4, 4, new ImageFolder.Options(true, 0, new ArchiveLimits(3, 50, 1000)));
        assertThatThrownBy(() -> read(small, 0)).hasMessageContaining("more than the 50 bytes");
        assertThatThrownBy(() -> options.cache(-1)).hasMessageContaining("cacheBytes");
    }

    private Path pngs(int count, int width, int height) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("pngs" + count));
        for (int i = 0; i < count; i++) {
            Files.write(directory.resolve(String.format("%02d.png", i)), Png.bytes(noise(i, width, height)));
        }
        return directory;
    }

    private Path zipOf(Path directory) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        ImageFolder images = ImageFolder.open(directory, 3, 1, 1);
        for (String name : images.names()) {
            files.put(name, Files.readAllBytes(directory.resolve(name)));
        }
        return zip(files);
    }

    private Path zip(Map<String, byte[]> files) throws IOException {
        Path file = Files.createTempFile(folder, "images", ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    private static byte[] encode(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage noise(long seed, int width, int height) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            picture.setRGB(i % width, i / width, random.nextInt(1 << 24));
        }
        return picture;
    }

    private static float[] values(BufferedImage picture) {
        int plane = picture.getWidth() * picture.getHeight();
        float[] values = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            int pixel = picture.getRGB(i % picture.getWidth(), i / picture.getWidth());
            for (int c = 0; c < 3; c++) {
                values[c * plane + i] = (pixel >> (16 - 8 * c) & 0xff) / 127.5f - 1;
            }
        }
        return values;
    }

    private static float[] read(ImageSource source, int index) {
        float[] values = new float[source.valuesPerImage()];
        source.read(index, values, 0);
        return values;
    }
}
