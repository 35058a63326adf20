package io.interp.egan.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.stat.MaximumMeanDiscrepancy;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianMixtureTest {

    @Test
    void ringAndGridHaveThePublishedGeometry() {
        GaussianMixture ring = GaussianMixture.ring8();
        assertThat(ring.centers())
                .hasSize(8)
                .allSatisfy(
                        center -> assertThat(Math.hypot(center.x(), center.y())).isCloseTo(1.41443 / 2, within(1e-5)));
        assertThat(ring.deviation()).isCloseTo(0.014144 / 2, within(1e-6));
        GaussianMixture grid = GaussianMixture.grid25();
        assertThat(grid.centers()).doesNotHaveDuplicates().hasSize(25);
        assertThat(grid.centers().get(1).x() - grid.centers().get(0).x()).isCloseTo(0.70721 / 2, within(1e-5));
        assertThat(grid.deviation()).isCloseTo(0.01768 / 2, within(1e-6));
    }

    /** Real points against real ones: the tolerances are those of binomial shares of 10000 points, five deviations. */
    @ParameterizedTest
    @ValueSource(strings = {"ring8", "grid25"})
    void aPerfectSamplerPassesItsOwnMeasures(String name) {
        GaussianMixture mixture = GaussianMixture.named(name);
        for (long seed = 0; seed < 3; seed++) {
            float[] points = mixture.draw(seed, 10_000);
            ModeCoverage coverage = ModeCoverage.of(mixture, points);
            assertThat(coverage.modes()).isEqualTo(mixture.centers().size());
            assertThat(coverage.near()).isEqualTo(mixture.centers().size());
            assertThat(coverage.highQuality()).isBetween(1 - Math.exp(-8) - 0.001, 1.0);
            assertThat(coverage.divergence()).isBetween(0.0, 0.003);
            double fair = 10_000.0 / coverage.counts().size();
            assertThat(coverage.counts())
                    .allSatisfy(held -> assertThat((double) held).isCloseTo(fair, within(5 * Math.sqrt(fair))));
            double mmd = new MaximumMeanDiscrepancy()
                    .between(Arrays.copyOf(points, 2000), mixture.draw(100 + seed, 1000), 2);
            assertThat(Math.abs(mmd)).isLessThan(0.003);
            for (float coordinate : points) {
                assertThat(coordinate).isBetween(-1f, 1f);
            }
        }
    }

    @Test
    void pointsDependOnTheSeedAndNotOnTheirNumber() {
        GaussianMixture ring = GaussianMixture.ring8();
        assertThat(Arrays.copyOf(ring.draw(3, 50), 20)).containsExactly(ring.draw(3, 10));
        assertThat(ring.draw(4, 10)).isNotEqualTo(ring.draw(3, 10));
        PointSource source = ring.source(3, 10);
        assertThat(source.coordinates()).containsExactly(ring.draw(3, 10));
        float[] into = new float[3];
        source.read(9, into, 1);
        assertThat(into).containsExactly(0, ring.draw(3, 10)[18], ring.draw(3, 10)[19]);
        assertThat(source.valuesPerImage()).isEqualTo(2);
    }

    @Test
    void allPointsAtOneCenterAreGoodButCoverOneMode() {
        GaussianMixture ring = GaussianMixture.ring8();
        float[] points = new float[200];
        for (int i = 0; i < points.length; i += 2) {
            points[i] = (float) ring.centers().get(3).x();
            points[i + 1] = (float) ring.centers().get(3).y();
        }
        ModeCoverage coverage = ModeCoverage.of(ring, points);
        assertThat(coverage.modes()).isEqualTo(1);
        assertThat(coverage.near()).isEqualTo(1);
        assertThat(coverage.highQuality()).isEqualTo(1);
        assertThat(coverage.counts().get(3)).isEqualTo(100);
        // (1 log 2 + 7/8 log 2 + 1/8 log (2/9) ... ) / 2 by the definition, m = 9/16 at the mode and 1/16 elsewhere
        double expected = Math.log(16 / 9.0) / 2 + (Math.log(2 / 9.0) / 8 + 7 / 8.0 * Math.log(2)) / 2;
        assertThat(coverage.divergence()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void pointsBetweenModesCountAsNearOnly() {
        GaussianMixture two = new GaussianMixture(
                "two", List.of(new GaussianMixture.Center(-0.5, 0), new GaussianMixture.Center(0.5, 0)), 0.01);
        ModeCoverage coverage =
                ModeCoverage.of(two, new float[] {-0.53f, 0, 0.4f, 0, 0.45f, 0, 0.539f, 0, -0.5f, 0.041f});
        assertThat(coverage.counts()).containsExactly(2, 3);
        assertThat(coverage.highQuality()).isCloseTo(0.4, within(1e-12));
        assertThat(coverage.modes()).isEqualTo(2);
        assertThat(ModeCoverage.of(two, new float[] {-0.5f, 0, 0.4f, 0}).modes())
                .isEqualTo(1);
        assertThat(ModeCoverage.of(two, new float[] {-0.5f, 0, 0.4f, 0}).near()).isEqualTo(2);
    }

    @Test
    void picturesShowPointsWhereTheyLie() {
        GaussianMixture one = new GaussianMixture("one", List.of(new GaussianMixture.Center(0.5, 0.5)), 0.05);
        PointPicture pictures = new PointPicture(one, 200);
        BufferedImage empty = pictures.draw(new float[0], "x");
        BufferedImage good = pictures.draw(new float[] {0.5f, 0.5f}, "x");
        BufferedImage astray = pictures.draw(new float[] {-0.5f, -0.5f}, "x");
        assertThat(bluest(empty, good)).isPositive();
        assertThat(bluest(empty, astray)).isNegative();
    }

    /** Blue minus red where a picture differs from the empty one. */
    private static int bluest(BufferedImage empty, BufferedImage picture) {
        int sum = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                if (picture.getRGB(x, y) != empty.getRGB(x, y)) {
                    sum += (picture.getRGB(x, y) & 0xff) - (picture.getRGB(x, y) >> 16 & 0xff);
                }
            }
        }
        return sum;
    }

    @Test
    void refusesWhatIsNoMixtureAndNoPoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.named("ring9"))
                .withMessageContaining("ring8");
        assertThat(GaussianMixture.isNamed("grid25")).isTrue();
        assertThat(GaussianMixture.isNamed("faces")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new GaussianMixture("none", List.of(), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> GaussianMixture.ring("thin", 3, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.ring8().draw(0, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GaussianMixture.ring8().source(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new PointSource("odd", new float[3]));
        assertThatIllegalArgumentException().isThrownBy(() -> ModeCoverage.of(GaussianMixture.ring8(), new float[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new PointPicture(GaussianMixture.ring8(), 8));
    }
}
