package io.interp.testkit.drawn.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawnScenesTest {
    private static final int SCENES = 400;
    private static final DrawnScenes DATA = new DrawnScenes(64, SCENES, 5);

    @Test
    void aSceneDependsOnSeedAndIndexAlone() {
        DrawnScenes longer = new DrawnScenes(64, 5000, 5);
        for (int i : new int[] {0, 7, 199}) {
            assertThat(longer.pixels(i)).isEqualTo(DATA.pixels(i));
            assertThat(longer.mask(i)).isEqualTo(DATA.mask(i));
            assertThat(new DrawnScenes(32, SCENES, 5).factors(i)).isEqualTo(DATA.factors(i));
            assertThat(DATA.painting(i).factors()).isEqualTo(DATA.factors(i));
        }
        Set<SceneFactors> different = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            DrawnScenes scenes = new DrawnScenes(64, 20, seed);
            for (int i = 0; i < 20; i++) {
                different.add(scenes.factors(i));
            }
        }
        assertThat(different).hasSize(400);
    }

    @Test
    void everyClassIsOftenThereAndNoneTooLarge() {
        // Least mean share, most mean share, and the least share of scenes that show at least eight pixels of it.
        double[][] expected = {
            {0.25, 0.40, 0.99},
            {0.08, 0.22, 0.75},
            {0.15, 0.30, 0.99},
            {0.07, 0.15, 0.95},
            {0.04, 0.08, 0.75},
            {0.025, 0.06, 0.75},
            {0.012, 0.035, 0.75},
            {0.006, 0.02, 0.7},
            {0.004, 0.015, 0.45},
            {0.03, 0.08, 0.8},
            {0.007, 0.025, 0.6}
        };
        double[] mean = new double[expected.length];
        double[] shown = new double[expected.length];
        for (int i = 0; i < SCENES; i++) {
            int[] count = new int[expected.length];
            for (byte label : DATA.mask(i)) {
                count[label]++;
            }
            for (int label = 0; label < count.length; label++) {
                mean[label] += count[label] / (64.0 * 64 * SCENES);
                shown[label] += count[label] >= 8 ? 1.0 / SCENES : 0;
            }
        }
        for (int label = 0; label < expected.length; label++) {
            String name = DrawnScene.CLASSES.get(label);
            assertThat(mean[label]).as(name).isBetween(expected[label][0], expected[label][1]);
            assertThat(shown[label]).as(name).isGreaterThan(expected[label][2]);
        }
    }

    @Test
    void pixelsAreThePictureInTheRangeOfAGenerator() {
        DrawnScene scene = DATA.painting(3);
        float[] pixels = DATA.pixels(3);
        assertThat(pixels).hasSize(3 * 64 * 64);
        for (int i = 0; i < 64 * 64; i++) {
            int rgb = scene.image().getRGB(i % 64, i / 64);
            for (int channel = 0; channel < 3; channel++) {
                int level = (rgb >> (16 - 8 * channel)) & 255;
                assertThat(pixels[channel * 64 * 64 + i]).isBetween(-1f, 1f);
                assertThat(Math.round((pixels[channel * 64 * 64 + i] + 1) * 127.5f))
                        .isEqualTo(level);
            }
        }
    }

    @Test
    void scenesVaryEverywhere() {
        int length = 3 * 64 * 64;
        double[] sum = new double[length];
        double[] squares = new double[length];
        for (int i = 0; i < SCENES; i++) {
            float[] pixels = DATA.pixels(i);
            for (int k = 0; k < length; k++) {
                sum[k] += pixels[k];
                squares[k] += pixels[k] * pixels[k];
            }
        }
        double[] deviation = new double[length];
        for (int k = 0; k < length; k++) {
            double mean = sum[k] / SCENES;
            deviation[k] = Math.sqrt(squares[k] / SCENES - mean * mean);
        }
        Arrays.sort(deviation);
        assertThat(deviation[0]).isGreaterThan(0.05);
        assertThat(deviation[length / 2]).isBetween(0.25, 0.8);
    }

    @Test
    void namesItsClassesInOrder() {
        assertThat(DrawnScene.CLASSES)
                .isEqualTo(List.of(
                        "sky",
                        "ground",
                        "grass",
                        "tree",
                        "building",
                        "roof",
                        "window",
                        "door",
                        "sun",
                        "cloud",
                        "person"));
        for (ScenePart part : ScenePart.values()) {
            assertThat(DrawnScene.CLASSES.get(part.index())).isEqualToIgnoringCase(part.name());
        }
    }

    @Test
    void refusesBadArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DrawnScenes(64, 0, 1))
                .withMessageContaining("got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new DrawnScenes(16, 10, 1));
        assertThatThrownBy(() -> DATA.painting(SCENES)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> DATA.mask(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
