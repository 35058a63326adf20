package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Outline;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.function.DoubleUnaryOperator;

/** Paints the hills, the meadow, the bare foreground and the path. */
final class LandPainter {
    private static final Colour LUSH = Colour.of(0x6CC04A);
    private static final Colour DRY = Colour.of(0xB4C454);
    private static final Colour HAZE = Colour.of(0x9CC8A0);
    private static final Colour SAND = Colour.of(0xDDBB84);
    private static final Colour EARTH = Colour.of(0xA87C50);
    private static final int STEPS = 24;

    private final Land land;
    private final Daylight daylight;

    LandPainter(Land land, Daylight daylight) {
        this.land = land;
        this.daylight = daylight;
    }

    /** Paints the land; the path ends at a point of the meadow, near the eye where it is wide. */
    void paint(Canvas canvas, double pathX, double pathY) {
        Colour grass = LUSH.mix(DRY, land.dryness());
        Colour hazy = daylight.on(grass.mix(HAZE, 0.65), 0, 0.2);
        canvas.fill(below(this::ridge), ScenePart.GRASS, (x, y) -> hazy.rgb());
        Colour far = daylight.on(grass.mix(HAZE, 0.25), 0, 0.4);
        Colour near = daylight.on(grass.times(0.86), 0, 0);
        canvas.fill(
                below(land::edge),
                ScenePart.GRASS,
                (x, y) -> far.mix(near, share(y, land.edge(x), 1)).rgb());
        if (land.path() > 0) {
            canvas.fill(path(pathX, pathY), ScenePart.GROUND, this::earth);
        }
        if (land.bare() > 0) {
            canvas.fill(below(this::verge), ScenePart.GROUND, this::earth);
        }
    }

    /** Darkens the land below something that stands there. */
    void shadow(Canvas canvas, double x, double y, double half) {
        Ellipse2D.Double shape =
                new Ellipse2D.Double(x - half - 0.4 * half * daylight.side, y - 0.14 * half, 2 * half, 0.34 * half);
        Colour dark = new Colour(0.10, 0.14, 0.20);
        canvas.glaze(shape, ScenePart.GRASS, dark, 0.25);
        canvas.glaze(shape, ScenePart.GROUND, dark, 0.25);
    }

    private int earth(double x, double y) {
        Colour earth = SAND.mix(EARTH, land.earth());
        return daylight.on(earth, 0, 0.5 - 0.8 * share(y, land.edge(x), 1)).rgb();
    }

    /** The edge of the hill behind: a smooth bump on the edge of the meadow. */
    private double ridge(double x) {
        double away = (x - 0.8 * land.hillPlace()) / 0.6;
        return land.edge(x) + 0.03 - 0.36 * land.hill() / (1 + away * away);
    }

    /** The edge of the bare foreground. */
    private double verge(double x) {
        double reach = 0.10 + 0.42 * land.bare();
        return 1 - reach * (1 + 0.18 * land.slope() * x - 0.22 * (land.earth() - 0.5) * (1 - 2 * x * x));
    }

    private Path2D.Double path(double x, double y) {
        double far = 0.05 + 0.05 * land.path();
        double near = 0.16 + 0.24 * land.path();
        double end = 0.35 * x;
        return new Outline()
                .corner(new Point2D.Double(x - far, y))
                .corner(new Point2D.Double(x + far, y))
                .through(new Point2D.Double(0.6 * x + 0.4 * end + 0.55 * near, 0.5 * (y + 1.05)))
                .corner(new Point2D.Double(end + near, 1.1))
                .corner(new Point2D.Double(end - near, 1.1))
                .through(new Point2D.Double(0.6 * x + 0.4 * end - 0.55 * near, 0.5 * (y + 1.05)))
                .close();
    }

    private static Path2D.Double below(DoubleUnaryOperator edge) {
        Path2D.Double path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        path.moveTo(-1.2, 1.2);
        for (int i = 0; i <= STEPS; i++) {
            double x = -1.2 + 2.4 * i / STEPS;
            path.lineTo(x, edge.applyAsDouble(x));
        }
        path.lineTo(1.2, 1.2);
        path.closePath();
        return path;
    }

    private static double share(double y, double from, double to) {
        return Math.min(1, Math.max(0, (y - from) / (to - from)));
    }
}
