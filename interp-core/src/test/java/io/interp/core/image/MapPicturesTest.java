package io.interp.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.interp.core.io.HostArray;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Colour maps, overlays, differences and outlines. */
class MapPicturesTest {

    // From matplotlib's 256-colour tables.
    @ParameterizedTest
    @CsvSource({
        "VIRIDIS,0,440154", "VIRIDIS,37,46337f", "VIRIDIS,101,2a778e", "VIRIDIS,128,21918c", "VIRIDIS,200,70cf57",
        "VIRIDIS,255,fde725", "TURBO,0,30123b", "TURBO,37,4778f0", "TURBO,101,43f787", "TURBO,128,a4fc3c",
        "TURBO,200,f46617", "TURBO,255,7a0403", "DIVERGING,0,3b4cc0", "DIVERGING,37,688aef", "DIVERGING,128,dddcdc",
        "DIVERGING,200,f08b6e", "DIVERGING,255,b40426", "GRAY,0,000000", "GRAY,128,808080", "GRAY,255,ffffff"
    })
    void colorsAreThoseOfMatplotlib(ColorMap map, int index, String expected) {
        int actual = map.rgb(index / 255.0);
        int wanted = Integer.parseInt(expected, 16);
        for (int shift = 0; shift <= 16; shift += 8) {
            assertThat(Math.abs((actual >> shift & 0xff) - (wanted >> shift & 0xff)))
                    .isLessThanOrEqualTo(3);
        }
        assertThat(map.rgb(-5)).isEqualTo(map.rgb(0));
        assertThat(map.rgb(7)).isEqualTo(map.rgb(1));
        assertThat(map.rgb(Double.NaN)).isEqualTo(map.rgb(0));
    }

    @Test
    void overlayMixesImageAndColor() {
        BufferedImage image = flat(2, 2, 0x204060);
        Heatmap map = Heatmap.of(new float[] {0, 10, Float.NaN, 5}, 2, 2);
        BufferedImage out = new HeatOverlay(ColorMap.GRAY, 0.5).draw(image, map);
        assertThat(rgb(out, 0, 0)).isEqualTo(0x102030);
        assertThat(rgb(out, 1, 0)).isEqualTo(0x90a0b0);
        assertThat(rgb(out, 0, 1)).isEqualTo(0x204060);
        assertThat(rgb(image, 0, 0)).isEqualTo(0x204060);
        BufferedImage shared = new HeatOverlay(ColorMap.GRAY, 1).draw(image, map, 0, 20);
        assertThat(rgb(shared, 1, 0)).isEqualTo(0x808080);
        BufferedImage none = new HeatOverlay(ColorMap.GRAY, 1).draw(image, map, 5, 5);
        assertThat(rgb(none, 1, 0)).isEqualTo(0);
        assertThatThrownBy(() -> new HeatOverlay(ColorMap.GRAY, 1.1)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> HeatOverlay.standard().draw(image, map, 1, 0)).hasMessageContaining("upwards");
    }

    @Test
    void overlayStretchesSmallMaps() {
        BufferedImage out =
                new HeatOverlay(ColorMap.GRAY, 1).draw(flat(8, 8, 0), Heatmap.of(new double[] {0, 1}, 1, 2));
        assertThat(rgb(out, 0, 3)).isEqualTo(0);
        assertThat(rgb(out, 7, 3)).isEqualTo(0xffffff);
        for (int x = 1; x < 8; x++) {
            assertThat(rgb(out, x, 5)).isGreaterThanOrEqualTo(rgb(out, x - 1, 5));
        }
    }

    @Test
    void differencesAreAmplifiedAndClamped() {
        BufferedImage out = DifferenceImage.of(flat(1, 1, 0x106080), flat(1, 1, 0x205080), 4);
        assertThat(rgb(out, 0, 0)).isEqualTo(0x404000);
        assertThat(rgb(DifferenceImage.of(flat(1, 1, 0xff0000), flat(1, 1, 0), 2), 0, 0))
                .isEqualTo(0xff0000);
        assertThatThrownBy(() -> DifferenceImage.of(flat(1, 1, 0), flat(2, 1, 0), 1))
                .hasMessageContaining("one size");
        assertThatThrownBy(() -> DifferenceImage.of(flat(1, 1, 0), flat(1, 1, 0), 0))
                .hasMessageContaining("gain");
    }

    @Test
    void outlineSurroundsTheRegionAndTheRestIsDimmed() {
        float[] values = new float[49];
        for (int y = 2; y <= 4; y++) {
            for (int x = 2; x <= 4; x++) {
                values[y * 7 + x] = 2;
            }
        }
        BufferedImage out = RegionOutline.standard().draw(flat(7, 7, 0x80a0c0), Heatmap.of(values, 7, 7));
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 7; x++) {
                boolean inside = x >= 2 && x <= 4 && y >= 2 && y <= 4;
                int expected = !inside ? 0x405060 : x == 3 && y == 3 ? 0x80a0c0 : 0xff0000;
                assertThat(rgb(out, x, y)).isEqualTo(expected);
            }
        }
        // Over a larger range the same map has no region; a flat map has none either.
        BufferedImage none = RegionOutline.standard().draw(flat(7, 7, 0x80a0c0), Heatmap.of(values, 7, 7), 0, 5);
        assertThat(rgb(none, 3, 3)).isEqualTo(0x405060);
        BufferedImage empty = RegionOutline.standard().draw(flat(7, 7, 0x80a0c0), Heatmap.of(new float[49], 7, 7));
        assertThat(rgb(empty, 3, 3)).isEqualTo(0x405060);
        assertThatThrownBy(() -> new RegionOutline(2, 0.5, 0)).hasMessageContaining("threshold");
    }

    @Test
    void mapsKnowTheirRangeAndShape() {
        Heatmap map = Heatmap.of(HostArray.of(new float[] {Float.NaN, -2, 3, 0, 1, 2}, 2, 3));
        assertThat(map.min()).isEqualTo(-2);
        assertThat(map.max()).isEqualTo(3);
        assertThat(map.height()).isEqualTo(2);
        assertThat(map.at(1, 2)).isEqualTo(2);
        assertThat(Heatmap.of(new float[] {Float.NaN}, 1, 1).max()).isZero();
        assertThatThrownBy(() -> Heatmap.of(HostArray.of(new float[4], 4))).hasMessageContaining("[h, w]");
        assertThatThrownBy(() -> Heatmap.of(new float[4], 2, 3)).hasMessageContaining("4 values");
    }

    private static BufferedImage flat(int width, int height, int color) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Arrays.fill(Pictures.pixels(picture), color);
        return picture;
    }

    private static int rgb(BufferedImage picture, int x, int y) {
        return picture.getRGB(x, y) & 0xffffff;
    }
}
