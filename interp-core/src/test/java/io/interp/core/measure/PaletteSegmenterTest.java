package io.interp.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaletteSegmenterTest {

    private static final int[][] COLOURS = {{120, 180, 230}, {40, 110, 50}, {200, 60, 40}};

    private final NDManager manager = NDManager.newBaseManager();
    private final Map<String, int[]> palette = new LinkedHashMap<>();

    PaletteSegmenterTest() {
        palette.put("sky", COLOURS[0]);
        palette.put("tree", COLOURS[1]);
        palette.put("roof", COLOURS[2]);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** One image whose pixels have the given levels. */
    private NDArray image(double[]... pixels) {
        float[] values = new float[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            for (int c = 0; c < 3; c++) {
                values[c * pixels.length + i] = (float) (pixels[i][c] / 127.5 - 1);
            }
        }
        return manager.create(values, new Shape(1, 3, 1, pixels.length));
    }

    private static double[] moved(int colour, double distance) {
        return new double[] {COLOURS[colour][0] - distance, COLOURS[colour][1], COLOURS[colour][2]};
    }

    @Test
    void nearestColourWithinTheTolerance() {
        try (PaletteSegmenter segmenter = new PaletteSegmenter(palette, 30)) {
            assertThat(segmenter.labels()).containsExactly("none", "sky", "tree", "roof");
            assertThat(segmenter.none()).hasValue(0);
            NDArray images = image(moved(0, 0), moved(1, 29), moved(2, 31), new double[] {0, 0, 0});
            long[] found = segmenter.segment(images).toLongArray();
            assertThat(found).containsExactly(1, 2, 0, 0);
            assertThat(segmenter.segmentAll(images).getShape()).isEqualTo(new Shape(1, 1, 1, 4));
        }
    }

    @Test
    void softScoreIsTheSoftmaxOfSquaredDistances() {
        PaletteSegmenter segmenter = new PaletteSegmenter(palette, 60, 25);
        double[] pixel = {100, 150, 150};
        double[] squares = new double[4];
        squares[0] = 60 * 60;
        for (int k = 0; k < 3; k++) {
            for (int c = 0; c < 3; c++) {
                squares[k + 1] += Math.pow(pixel[c] - COLOURS[k][c], 2);
            }
        }
        double sum = 0;
        for (double square : squares) {
            sum += Math.exp(-square / (2 * 25 * 25));
        }
        for (int label = 0; label < 4; label++) {
            float score = segmenter.softScore(image(pixel), label).getFloat(0, 0, 0);
            assertThat((double) score).isCloseTo(Math.exp(-squares[label] / (2 * 25 * 25)) / sum, within(1e-5));
        }
    }

    @Test
    void gradientsPullTowardsTheColour() {
        PaletteSegmenter segmenter = new PaletteSegmenter(palette, 60, 25);
        NDArray images = image(new double[] {100, 170, 220});
        try (GradScope on = GradScope.on()) {
            Gradients.require(images);
            NDArray gradient = Gradients.of(segmenter.softScore(images, 1).sum(), images);
            // Finite differences in double of the same formula, per unit of the image.
            for (int c = 0; c < 3; c++) {
                double[] up = {100, 170, 220};
                double[] down = up.clone();
                up[c] += 0.5;
                down[c] -= 0.5;
                double slope = (score(up) - score(down)) * 127.5;
                assertThat((double) gradient.toFloatArray()[c]).isCloseTo(slope, within(1e-3 * Math.abs(slope) + 1e-4));
            }
        }
    }

    private static double score(double[] pixel) {
        double sum = Math.exp(-60.0 * 60 / (2 * 25 * 25));
        double first = 0;
        for (int k = 0; k < 3; k++) {
            double square = 0;
            for (int c = 0; c < 3; c++) {
                square += Math.pow(pixel[c] - COLOURS[k][c], 2);
            }
            double weight = Math.exp(-square / (2 * 25 * 25));
            sum += weight;
            first = k == 0 ? weight : first;
        }
        return first / sum;
    }

    @Test
    void palettesComeFromFiles(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("palette.json");
        Files.writeString(file, "{\"colors\":{\"sky\":[120,180,230],\"tree\":[40,110,50]},\"tolerance\":40}");
        assertThat(PaletteSegmenter.read(file).labels()).containsExactly("none", "sky", "tree");
        Files.writeString(file, "{\"colors\":{\"sky\":[120,180]},\"tolerance\":40}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PaletteSegmenter.read(file))
                .withMessageContaining("'sky' must be red, green and blue");
        Files.writeString(file, "{\"tolerance\":40}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PaletteSegmenter.read(file))
                .withMessageContaining("\"colors\" are missing");
    }

    @Test
    void badPalettesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PaletteSegmenter(Map.of(), 30));
        assertThatIllegalArgumentException().isThrownBy(() -> new PaletteSegmenter(palette, 0));
        palette.put("river", COLOURS[0]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PaletteSegmenter(palette, 30))
                .withMessageContaining("two classes have the colour");
    }
}
