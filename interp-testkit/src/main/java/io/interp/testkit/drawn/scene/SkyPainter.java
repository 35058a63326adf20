package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Paints the sky with sun and clouds over the whole image. */
final class SkyPainter {
    private static final double THIRD = 0.62;

    private final SceneFactors factors;
    private final Daylight daylight;

    SkyPainter(SceneFactors factors, Daylight daylight) {
        this.factors = factors;
        this.daylight = daylight;
    }

    void paint(Canvas canvas) {
        canvas.fill(new Rectangle2D.Double(-1.1, -1.1, 2.2, 2.2), ScenePart.SKY, (x, y) -> {
            double share = Math.min(1, Math.max(0, (y + 1) / 1.25));
            return daylight.zenith.mix(daylight.horizon, share).rgb();
        });
        paintSun(canvas);
        int third = -1;
        for (Clouds.Cloud cloud : factors.clouds().all()) {
            if (cloud.size() > 0) {
                paintCloud(canvas, cloud, THIRD * third);
            }
            third++;
        }
    }

    private void paintSun(Canvas canvas) {
        Sun sun = factors.sun();
        if (sun.size() == 0) {
            return;
        }
        double radius = 0.12 + 0.07 * sun.size();
        double x = 0.85 * sun.x();
        double low = factors.land().edge(x) - 0.12;
        double y = low + sun.height() * (-0.76 - low);
        canvas.glow(x, y, 3.6 * radius, 3.6 * radius, ScenePart.SKY, daylight.sun, 0.55);
        canvas.fill(
                new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius),
                ScenePart.SUN,
                (px, py) -> daylight.sun
                        .mix(
                                new Colour(1, 1, 0.9),
                                0.25 * Math.max(0, 1 - square((px - x) / radius) - square((py - y) / radius)))
                        .rgb());
    }

    private void paintCloud(Canvas canvas, Clouds.Cloud cloud, double middle) {
        double half = 0.24 + 0.20 * cloud.size();
        double high = half * (0.42 + 0.28 * cloud.billow());
        double x = middle + 0.28 * cloud.shift();
        double y = -0.22 - 0.56 * cloud.height();
        Path2D.Double outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
        lobe(outline, x - 0.58 * half, y, 0.42 * half, 0.62 * high);
        lobe(outline, x + 0.55 * half, y, 0.45 * half, 0.70 * high);
        lobe(outline, x - 0.12 * half, y - 0.22 * high, 0.48 * half, high);
        lobe(outline, x + 0.10 * half, y + 0.18 * high, 0.72 * half, 0.50 * high);
        Colour under = daylight.cloud.mix(daylight.zenith, 0.22);
        double top = y - 1.2 * high;
        double depth = 1.9 * high;
        canvas.fill(
                outline,
                ScenePart.CLOUD,
                (px, py) -> daylight.cloud
                        .mix(under, Math.min(1, Math.max(0, (py - top) / depth - 0.15)))
                        .rgb());
    }

    private static void lobe(Path2D.Double outline, double x, double y, double radiusX, double radiusY) {
        outline.append(new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY), false);
    }

    private static double square(double x) {
        return x * x;
    }
}
