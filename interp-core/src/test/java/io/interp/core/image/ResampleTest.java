package io.interp.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.image.Resample.Filter;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResampleTest {

    // A random 9 x 7 picture, and what PIL 11's Image.resize makes of it in mode F, at 4 x 3 and 5 x 12.
    private static final String SOURCE =
            "5f82c2d9cfeb0fa321d7d982f8bd1045b8e8cd4ea93d7d0a1df04213b6273b043b51de2c787a32d04e1c40a67959aae9"
                    + "7fb2ed80717b4c9b459a82f85f49c0";

    private static final String BICUBIC_4X3 =
            "113.2100,208.1264,170.6401,76.5211,110.1105,114.8721,105.0842,94.5181,125.2982,153.6234,144.2646"
                    + ",130.1035";

    private static final String BICUBIC_5X12 =
            "127.4293,105.4952,81.0245,149.9340,218.5099,229.6626,210.5237,171.2943,205.7151,238.6231,149.908"
                    + "0,91.8058,53.1136,60.3085,76.6841,105.9688,135.2744,154.4138,179.5320,205.2935,157.5464,97.8826,"
                    + "115.8127,132.4398,123.2517,106.6709,77.5688,64.1979,47.8954,9.8281,39.9316,130.6877,113.2800,69."
                    + "1662,101.5482,125.1196,71.0261,107.3221,163.2071,151.3778,118.9046,79.6247,97.2343,167.3468,179."
                    + "1414,159.0878,117.8580,93.4261,114.4767,146.7925,193.8211,158.6422,131.2012,175.8092,171.4126,11"
                    + "5.0999,84.6947,83.4906,146.2943,186.0779";

    private static final String BILINEAR_4X3 =
            "114.4347,195.5176,169.8347,83.8328,110.8795,117.5139,107.5488,99.1392,123.4930,150.5306,141.4134"
                    + ",129.9592";

    private static final String BILINEAR_5X12 =
            "118.5000,105.5893,85.5060,148.1042,204.2589,213.4673,205.1756,179.3839,199.2946,223.9911,148.866"
                    + "1,100.5714,57.6250,65.9219,78.8281,109.9141,139.2266,156.9089,176.2865,197.3594,157.9896,106.947"
                    + "9,118.4688,125.8750,121.0588,105.0221,80.0760,69.6274,57.0956,32.8358,54.5221,122.1544,109.2010,"
                    + "78.9240,109.1544,128.5882,79.1250,111.3047,161.3620,142.0182,117.4609,93.3620,108.0729,161.5938,"
                    + "164.8411,152.8828,121.4922,101.3125,115.3571,143.5089,187.3006,156.8839,134.7857,164.1190,159.41"
                    + "07,120.6607,100.1458,89.2887,139.3304,171.5000";

    private static final String AREA_4X3 =
            "105.2500,196.6667,171.7500,82.0000,113.5556,105.8333,98.5000,126.6667,116.5000,159.5000,139.5000"
                    + ",124.0000";

    private static final String AREA_5X12 =
            "129.0000,129.0000,81.5000,204.5000,204.5000,217.0000,217.0000,168.5000,168.5000,241.5000,102.000"
                    + "0,102.0000,38.5000,38.5000,97.0000,97.0000,97.0000,130.5000,130.5000,222.5000,222.5000,72.0000,9"
                    + "4.0000,94.0000,182.0000,182.0000,39.0000,59.0000,59.0000,4.0000,4.0000,59.0000,59.0000,81.0000,2"
                    + "22.0000,222.0000,54.0000,54.0000,143.0000,121.5000,121.5000,69.5000,69.5000,189.0000,189.0000,15"
                    + "5.5000,77.5000,77.5000,123.5000,123.5000,195.5000,129.0000,129.0000,180.5000,180.5000,109.0000,1"
                    + "09.0000,74.5000,173.5000,173.5000";

    @ParameterizedTest
    @EnumSource(Filter.class)
    void agreesWithPil(Filter filter) {
        String small = filter == Filter.BICUBIC ? BICUBIC_4X3 : filter == Filter.BILINEAR ? BILINEAR_4X3 : AREA_4X3;
        String large = filter == Filter.BICUBIC ? BICUBIC_5X12 : filter == Filter.BILINEAR ? BILINEAR_5X12 : AREA_5X12;
        compare(Resample.map(source(), 9, 7, 4, 3, filter), small);
        compare(Resample.map(source(), 9, 7, 5, 12, filter), large);
    }

    private static void compare(float[] values, String expected) {
        String[] numbers = expected.split(",", -1);
        assertThat(values).hasSize(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            assertThat((double) values[i]).isCloseTo(Double.parseDouble(numbers[i]), within(5e-4));
        }
    }

    private static float[] source() {
        byte[] bytes = HexFormat.of().parseHex(SOURCE);
        float[] values = new float[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource(Filter.class)
    void keepsFlatMapsFlatAndTheSameSizeUntouched(Filter filter) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
        for (int trial = 0; trial < 50; trial++) {
            int height = 1 + random.nextInt(30);
            int width = 1 + random.nextInt(30);
            float[] flat = new float[height * width];
            Arrays.fill(flat, 3);
            float[] out = Resample.map(flat, height, width, 1 + random.nextInt(30), 1 + random.nextInt(30), filter);
            for (float value : out) {
                assertThat(value).isCloseTo(3f, within(1e-5f));
            }
        }
        assertThat(Resample.map(source(), 9, 7, 9, 7, filter)).containsExactly(source());
    }

    @Test
    void picturesAreResizedChannelByChannelAndClamped() {
        BufferedImage picture = new BufferedImage(7, 9, BufferedImage.TYPE_INT_RGB);
        float[] source = source();
        for (int i = 0; i < source.length; i++) {
            picture.setRGB(i % 7, i / 7, (int) source[i] << 16 | (255 - (int) source[i]) << 8 | 200);
        }
        BufferedImage out = Resample.picture(picture, 5, 12, Filter.BICUBIC);
        float[] red = Resample.map(source, 9, 7, 5, 12, Filter.BICUBIC);
        for (int i = 0; i < red.length; i++) {
            int pixel = out.getRGB(i % 12, i / 12);
            assertThat(pixel >> 16 & 0xff).isEqualTo(Math.max(0, Math.min(255, Math.round(red[i]))));
            assertThat(pixel & 0xff).isEqualTo(200);
        }
    }

    @Test
    void refusesSizesThatDoNotFit() {
        assertThatThrownBy(() -> Resample.map(new float[6], 2, 3, 0, 1, Filter.AREA))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Resample.map(new float[5], 2, 3, 1, 1, Filter.AREA))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
