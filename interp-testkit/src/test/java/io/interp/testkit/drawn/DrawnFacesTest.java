package io.interp.testkit.drawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawnFacesTest {
    private static final int FACES = 200;
    private static final DrawnFaces DATA = new DrawnFaces(64, FACES, 5);

    @Test
    void aFaceDependsOnSeedAndIndexAlone() {
        DrawnFaces longer = new DrawnFaces(64, 5000, 5);
        for (int i : new int[] {0, 7, 199}) {
            assertThat(longer.pixels(i)).isEqualTo(DATA.pixels(i));
            assertThat(longer.mask(i)).isEqualTo(DATA.mask(i));
            assertThat(new DrawnFaces(32, FACES, 5).factors(i)).isEqualTo(DATA.factors(i));
            assertThat(DATA.painting(i).factors()).isEqualTo(DATA.factors(i));
        }
        Set<FaceFactors> different = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            DrawnFaces faces = new DrawnFaces(64, 20, seed);
            for (int i = 0; i < 20; i++) {
                different.add(faces.factors(i));
            }
        }
        assertThat(different).hasSize(400);
    }

    @Test
    void everyFaceHasItsPartsWithinSaneBounds() {
        // Shares of the image, least and most, in the order of the classes. The smallest eyes are two thin lines of 12
        // pixels, nose and mouth have at least 20 and 16.
        double[] least = {0.15, 0.12, 0, 0, 0.003, 0.005, 0.004};
        double[] most = {0.75, 0.55, 0.55, 0.03, 0.05, 0.05, 0.08};
        double[] mean = new double[DrawnFace.CLASSES.size()];
        for (int i = 0; i < FACES; i++) {
            FaceFactors factors = DATA.factors(i);
            double[] share = new double[mean.length];
            for (byte label : DATA.mask(i)) {
                share[label] += 1.0 / (64 * 64);
            }
            for (int label = 0; label < share.length; label++) {
                assertThat(share[label])
                        .as("%s of face %d, %s", DrawnFace.CLASSES.get(label), i, factors)
                        .isBetween(least[label], most[label]);
                mean[label] += share[label] / FACES;
            }
            if (factors.identity().hair().style() != HairStyle.BALD) {
                assertThat(share[FacePart.HAIR.index()]).isGreaterThan(0.03);
            }
        }
        assertThat(mean[FacePart.HAIR.index()]).isBetween(0.12, 0.35);
        assertThat(mean[FacePart.BROWS.index()]).isGreaterThan(0.004);
    }

    @Test
    void pixelsAreThePictureInTheRangeOfAGenerator() {
        DrawnFace face = DATA.painting(3);
        float[] pixels = DATA.pixels(3);
        assertThat(pixels).hasSize(3 * 64 * 64);
        for (int i = 0; i < 64 * 64; i++) {
            int rgb = face.image().getRGB(i % 64, i / 64);
            for (int channel = 0; channel < 3; channel++) {
                float level = (rgb >> (16 - 8 * channel)) & 255;
                assertThat(pixels[channel * 64 * 64 + i]).isBetween(-1f, 1f);
                assertThat(Math.round((pixels[channel * 64 * 64 + i] + 1) * 127.5f))
                        .isEqualTo((int) level);
            }
        }
    }

    @Test
    void facesVaryAndStayAligned() {
        int length = 3 * 64 * 64;
        double[] sum = new double[length];
        double[] squares = new double[length];
        int[] eyes = new int[64 * 64];
        for (int i = 0; i < FACES; i++) {
            DrawnFace face = DATA.painting(i);
            float[] pixels = face.pixels();
            for (int k = 0; k < length; k++) {
                sum[k] += pixels[k];
                squares[k] += pixels[k] * pixels[k];
            }
            for (int k = 0; k < eyes.length; k++) {
                eyes[k] += face.mask()[k] == FacePart.EYES.index() ? 1 : 0;
            }
        }
        double[] deviation = new double[length];
        for (int k = 0; k < length; k++) {
            double mean = sum[k] / FACES;
            deviation[k] = Math.sqrt(squares[k] / FACES - mean * mean);
        }
        Arrays.sort(deviation);
        assertThat(deviation[0]).isGreaterThan(0.15);
        assertThat(deviation[length / 2]).isBetween(0.3, 0.8);
        // Some place of the image is an eye in most faces: units can learn where eyes are.
        assertThat(Arrays.stream(eyes).max().getAsInt()).isGreaterThan(FACES / 2);
    }

    @Test
    void namesItsClassesInOrder() {
        assertThat(DrawnFace.CLASSES)
                .isEqualTo(List.of("background", "skin", "hair", "brows", "eyes", "nose", "mouth"));
    }

    @Test
    void refusesBadArguments() {
        assertThatThrownBy(() -> new DrawnFaces(64, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0");
        assertThatThrownBy(() -> new DrawnFaces(8, 10, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DATA.painting(FACES)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> DATA.mask(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
