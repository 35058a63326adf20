package io.interp.testkit.drawn;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Shade;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Paints what stands behind the head: a gradient and a few dim shapes; and the clothing. */
final class BackdropPainter {
    private static final int SHAPES = 6;
    private static final int STEPS = 512;

    private final Background background;

    BackdropPainter(Background background) {
        this.background = background;
    }

    void paintBackdrop(Canvas canvas) {
        double light = 0.18 + 0.74 * background.brightness();
        Colour upper = Colour.hsb(background.hue(), 0.75 * background.saturation(), light);
        Colour lower =
                Colour.hsb(background.hue() + background.hueShift() / 3, 0.75 * background.saturation(), 0.72 * light);
        double tilt = Math.toRadians(45 * background.tilt());
        double acrossX = -StrictMath.sin(tilt);
        double acrossY = StrictMath.cos(tilt);
        int[] ramp = new int[STEPS];
        for (int i = 0; i < STEPS; i++) {
            ramp[i] = upper.mix(lower, i / (STEPS - 1.0)).rgb();
        }
        Shade gradient = (x, y) -> {
            int step = (int) (STEPS * (0.5 + 0.42 * (x * acrossX + y * acrossY)));
            return ramp[Math.min(STEPS - 1, Math.max(0, step))];
        };
        canvas.fill(new Rectangle2D.Double(-1.1, -1.1, 2.2, 2.2), FacePart.BACKGROUND, gradient);
        paintClutter(canvas, light);
    }

    private void paintClutter(Canvas canvas, double light) {
        long seed = Double.doubleToLongBits(background.pattern());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < SHAPES; i++) {
            Colour colour = Colour.hsb(
                    background.hue() + random.nextDouble(-0.25, 0.25),
                    0.3 + 0.4 * random.nextDouble(),
                    light * (0.5 + 0.9 * random.nextDouble()));
            Shape shape = clutter(random);
            if (background.clutter() > 0) {
                canvas.glaze(shape, FacePart.BACKGROUND, colour, 0.75 * background.clutter());
            }
        }
    }

    private static Shape clutter(RandomGenerator random) {
        double width = random.nextDouble(0.12, 0.55);
        double height = random.nextDouble(0.12, 0.75);
        boolean round = random.nextBoolean();
        AffineTransform place =
                AffineTransform.getTranslateInstance(random.nextDouble(-1, 1), random.nextDouble(-1, 1));
        // A shear instead of a turn: no trigonometry that may differ between machines.
        place.shear(random.nextDouble(-0.5, 0.5), 0);
        return place.createTransformedShape(
                round
                        ? new Ellipse2D.Double(-width / 2, -width / 2, width, width)
                        : new Rectangle2D.Double(-width / 2, -height / 2, width, height));
    }

    /** Paints shoulders in the coordinates of the head plane. */
    void paintClothing(Canvas canvas, Sitter sitter) {
        Colour cloth = Colour.hsb(background.clothingHue(), 0.45, 0.18 + 0.72 * background.clothingBrightness());
        HeadFrame frame = sitter.frame();
        double neck = frame.silhouette(0, 0.5, -0.1).x;
        double top = 0.68;
        Path2D.Double shoulders = new Path2D.Double();
        shoulders.moveTo(neck - 1.6, 1.8);
        shoulders.curveTo(neck - 1.1, top + 0.15, neck - 0.6, top + 0.03, neck - 0.2, top - 0.06);
        shoulders.lineTo(neck + 0.2, top - 0.06);
        shoulders.curveTo(neck + 0.6, top + 0.03, neck + 1.1, top + 0.15, neck + 1.6, 1.8);
        shoulders.closePath();
        canvas.fill(shoulders, FacePart.BACKGROUND, (x, y) -> {
            double bend = Math.min(0.9, Math.abs(x - neck) * 0.8) * Math.signum(x - neck);
            return sitter.lighting().lit(cloth, bend * 0.8, -0.35, 0.75, 0.95, 0);
        });
    }
}
