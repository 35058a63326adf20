package io.interp.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class PicturesTest {

    @Test
    void everyByteSurvivesTheRoundTrip() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int trial = 0; trial < 40; trial++) {
            int channels = random.nextBoolean() ? 1 : 3;
            int height = 1 + random.nextInt(20);
            int width = 1 + random.nextInt(20);
            float[] values = new float[channels * height * width + 7];
            for (int i = 7; i < values.length; i++) {
                values[i] = random.nextInt(256) / 127.5f - 1;
            }
            float[] back = new float[values.length];
            Pictures.read(Pictures.of(values, 7, channels, height, width), channels, back, 7);
            assertThat(back).containsExactly(values);
        }
    }

    @Test
    void valuesAreRoundedAndClamped() {
        float[] values = {-1, 1, 0, -2, 5, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.5f};
        BufferedImage picture = Pictures.of(values, 0, 1, 1, values.length);
        int[] levels = new int[values.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = picture.getRGB(i, 0) & 0xff;
        }
        assertThat(levels).containsExactly(0, 255, 128, 0, 255, 0, 255, 0, 191);
    }

    @Test
    void tensorsBecomePicturesAndComeBack() {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] values = new float[2 * 3 * 4 * 5];
            for (int i = 0; i < values.length; i++) {
                values[i] = (i * 7 % 256) / 127.5f - 1;
            }
            NDArray images = manager.create(values, new Shape(2, 3, 4, 5));
            List<BufferedImage> pictures = Pictures.of(images);
            assertThat(pictures).hasSize(2);
            assertThat(pictures.get(1).getWidth()).isEqualTo(5);
            int pixel = pictures.get(1).getRGB(3, 2) & 0xffffff;
            int first = 60 + 2 * 5 + 3;
            assertThat(pixel)
                    .isEqualTo((first * 7 % 256) << 16 | ((first + 20) * 7 % 256) << 8 | ((first + 40) * 7 % 256));
            NDArray back = Pictures.toNDArray(manager, pictures, 3);
            assertThat(back.getShape()).isEqualTo(new Shape(2, 3, 4, 5));
            assertThat(back.toFloatArray()).containsExactly(values);
            assertThat(Pictures.of(images.get(0))).hasSize(1);
            assertThat(Png.bytes(Pictures.of(HostArray.copyOf(images)).get(1))).isEqualTo(Png.bytes(pictures.get(1)));
            assertThatThrownBy(() -> Pictures.of(images.toType(DataType.FLOAT64, true)))
                    .hasMessageContaining("float32");
            assertThatThrownBy(() -> Pictures.of(manager.zeros(new Shape(4, 5))))
                    .hasMessageContaining("[N, C, H, W]");
            assertThatThrownBy(() -> Pictures.of(manager.zeros(new Shape(2, 4, 5))))
                    .hasMessageContaining("1 or 3 channels");
            assertThatThrownBy(() -> Pictures.toNDArray(
                            manager, List.of(pictures.get(0), Pictures.enlarge(pictures.get(0), 2)), 3))
                    .hasMessageContaining("one size");
        }
    }

    @Test
    void graySamplesKeepTheirLevel() {
        BufferedImage gray = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            gray.getRaster().setSample(i, 0, 0, i);
        }
        BufferedImage sixteen = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 256; i++) {
            sixteen.getRaster().setSample(i, 0, 0, i * 257);
        }
        for (BufferedImage rgb : List.of(Pictures.rgb(gray), Pictures.rgb(sixteen))) {
            for (int i = 0; i < 256; i++) {
                assertThat(rgb.getRGB(i, 0) & 0xffffff).isEqualTo(i * 0x010101);
            }
        }
    }

    @Test
    void transparencyShowsWhiteAndPartsAreCopied() {
        BufferedImage clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(1, 0, 0xff102030);
        BufferedImage rgb = Pictures.rgb(clear);
        assertThat(rgb.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
        assertThat(rgb.getRGB(1, 0) & 0xffffff).isEqualTo(0x102030);
        assertThat(Pictures.rgb(rgb)).isSameAs(rgb);
        BufferedImage part = Pictures.rgb(rgb.getSubimage(1, 0, 1, 1));
        assertThat(Pictures.pixels(part)).hasSize(1);
        assertThat(part.getRGB(0, 0) & 0xffffff).isEqualTo(0x102030);
    }

    @Test
    void enlargingRepeatsPixels() {
        BufferedImage small = Pictures.of(new float[] {-1, 1, 0, -1, 1, 0}, 0, 1, 2, 3);
        BufferedImage large = Pictures.enlarge(small, 3);
        assertThat(large.getWidth()).isEqualTo(9);
        assertThat(large.getHeight()).isEqualTo(6);
        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 9; x++) {
                assertThat(large.getRGB(x, y)).isEqualTo(small.getRGB(x / 3, y / 3));
            }
        }
        assertThatThrownBy(() -> Pictures.enlarge(small, 0)).hasMessageContaining("factor");
    }
}
