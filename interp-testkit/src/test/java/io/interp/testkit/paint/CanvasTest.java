package io.interp.testkit.paint;

import static org.assertj.core.api.Assertions.assertThat;

import io.interp.testkit.drawn.FacePart;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class CanvasTest {
    private static final Shade WHITE = (x, y) -> 0xFFFFFF;

    @Test
    void polygonsCoverTheSamplesThatTheyContain() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
        int size = 40;
        for (int trial = 0; trial < 40; trial++) {
            // Corners that cross each other and the border: winding and clipping both matter.
            Path2D.Double polygon = new Path2D.Double(Path2D.WIND_NON_ZERO);
            polygon.moveTo(random.nextDouble(-1.3, 1.3), random.nextDouble(-1.3, 1.3));
            for (int corner = 0; corner < 6; corner++) {
                polygon.lineTo(random.nextDouble(-1.3, 1.3), random.nextDouble(-1.3, 1.3));
            }
            polygon.closePath();
            byte[] mask = masked(size, polygon);
            for (int i = 0; i < mask.length; i++) {
                double x = (i % size + 0.5) / size * 2 - 1;
                int row = i / size;
                double y = (row + 0.5) / size * 2 - 1;
                assertThat(mask[i] == FacePart.NOSE.index())
                        .as("sample %d of trial %d", i, trial)
                        .isEqualTo(polygon.contains(x, y));
            }
        }
    }

    @Test
    void shapesWithAHoleOrWithoutAnEndAreClosed() {
        Path2D.Double ring = new Path2D.Double(Path2D.WIND_NON_ZERO);
        ring.append(new Rectangle2D.Double(-0.5, -0.5, 1, 1), false);
        ring.moveTo(-0.25, -0.25);
        ring.lineTo(-0.25, 0.25);
        ring.lineTo(0.25, 0.25);
        ring.lineTo(0.25, -0.25);
        byte[] mask = masked(16, ring);
        int covered = 0;
        for (byte label : mask) {
            covered += label == FacePart.NOSE.index() ? 1 : 0;
        }
        assertThat(covered).isEqualTo(8 * 8 - 4 * 4);
    }

    @Test
    void pixelsAverageTheirSamplesAndFollowTheMajority() {
        Canvas canvas = new Canvas(2, 4, 7);
        // Of the first pixel's 4 x 4 samples 12 are covered, of the second's 4, of the third's 8.
        canvas.fill(new Rectangle2D.Double(-1, -1, 0.75, 1), FacePart.EYES, WHITE);
        canvas.fill(new Rectangle2D.Double(0, -1, 0.25, 1), FacePart.EYES, WHITE);
        canvas.fill(new Rectangle2D.Double(-1, 0, 0.5, 1), FacePart.EYES, WHITE);
        int eyes = FacePart.EYES.index();
        assertThat(canvas.mask()).containsExactly(eyes, 0, eyes, 0);
        assertThat(canvas.image().getRGB(0, 0) & 255).isEqualTo(191);
        assertThat(canvas.image().getRGB(1, 0) & 255).isEqualTo(64);
        assertThat(canvas.image().getRGB(0, 1) & 255).isEqualTo(128);
        assertThat(canvas.image().getRGB(1, 1) & 255).isEqualTo(0);
    }

    @Test
    void glazeAndGlowKeepTheMaskAndTheOtherParts() {
        Canvas canvas = new Canvas(32, 1, 7);
        canvas.fill(new Rectangle2D.Double(-1, -1, 1, 2), FacePart.SKIN, WHITE);
        byte[] before = canvas.mask();
        canvas.glaze(new Rectangle2D.Double(-1, -1, 2, 2), FacePart.SKIN, new Colour(0, 0, 0), 0.5);
        canvas.glow(0, 0, 0.5, 0.5, FacePart.SKIN, new Colour(1, 0, 0), 1);
        assertThat(canvas.mask()).isEqualTo(before);
        assertThat(canvas.image().getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x808080);
        assertThat(canvas.image().getRGB(31, 0) & 0xFFFFFF).isEqualTo(0);
        assertThat(canvas.image().getRGB(16, 16) & 0xFFFFFF).isEqualTo(0);
        assertThat((canvas.image().getRGB(15, 16) >> 16) & 255).isGreaterThan(240);
        assertThat(canvas.image().getRGB(15, 16) & 255).isLessThan(10);
    }

    @Test
    void shadesSeeTheCoordinatesOfTheirShape() {
        Canvas canvas = new Canvas(64, 1, 7);
        AffineTransform place = AffineTransform.getRotateInstance(0.4, 0.1, 0.2);
        place.scale(0.7, 0.5);
        canvas.place(place);
        Shape disc = new Ellipse2D.Double(-1, -1, 2, 2);
        canvas.fill(disc, FacePart.SKIN, (x, y) -> {
            // The flattened outline stays within a fifth of a sample.
            assertThat(x * x + y * y).isLessThan(1.001);
            return 0;
        });
        double area = Math.PI * 0.7 * 0.5 * 32 * 32;
        int covered = 0;
        for (byte label : canvas.mask()) {
            covered += label;
        }
        assertThat((double) covered).isBetween(0.985 * area, 1.015 * area);
    }

    private static byte[] masked(int size, Shape shape) {
        Canvas canvas = new Canvas(size, 1, 7);
        canvas.fill(shape, FacePart.NOSE, WHITE);
        return canvas.mask();
    }
}
