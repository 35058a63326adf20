package io.interp.testkit.drawn;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Outline;
import io.interp.testkit.paint.Shade;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/** Paints both eyes: the hollow and lid around them, white, iris, pupil and lashes. */
final class EyePainter {
    private static final Colour[] IRIS = {
        Colour.of(0x3A2114),
        Colour.of(0x6B4423),
        Colour.of(0x8A7A3C),
        Colour.of(0x4F8A55),
        Colour.of(0x3D83B8),
        Colour.of(0x9AAEC0)
    };
    private static final Colour LASHES = Colour.of(0x1E1512);

    private final Sitter sitter;
    private final HeadFrame frame;
    private final Identity.Eyes eyes;
    private final Expression expression;

    EyePainter(Sitter sitter) {
        this.sitter = sitter;
        this.frame = sitter.frame();
        this.eyes = sitter.identity().eyes();
        this.expression = sitter.expression();
    }

    void paint(Canvas canvas) {
        for (int side = -1; side <= 1; side += 2) {
            paintEye(canvas, side);
        }
    }

    private void paintEye(Canvas canvas, int side) {
        double grown = 1 + 0.16 * eyes.size();
        double x = side * (0.198 + 0.026 * eyes.spacing());
        double y = HeadFrame.EYE_LINE;
        double half = 0.106 * grown;
        double up = (0.018 + 0.064 * expression.eyeOpenness()) * grown;
        double down = (0.012 + 0.026 * expression.eyeOpenness()) * grown;
        double slant = 0.028 * eyes.slant();

        Point2D.Double hollow = frame.onFace(x, y - 0.045, 0);
        double narrowing = Math.max(0.5, frame.foreshortening(x, y));
        canvas.glow(
                hollow.x,
                hollow.y,
                0.17 * narrowing,
                0.13,
                FacePart.SKIN,
                sitter.flush(0.35).times(0.6),
                0.42);

        Point2D.Double inner = frame.onFace(x - side * half, y + 0.012 + 0.4 * slant, 0.01);
        Point2D.Double outer = frame.onFace(x + side * half, y - 0.006 - slant, 0);
        Point2D.Double upIn = frame.onFace(x - side * 0.38 * half, y - 0.92 * up + 0.2 * slant, 0.02);
        Point2D.Double upOut = frame.onFace(x + side * 0.36 * half, y - up - 0.3 * slant, 0.02);
        Point2D.Double downOut = frame.onFace(x + side * 0.45 * half, y + down - 0.4 * slant, 0.01);
        Point2D.Double downIn = frame.onFace(x - side * 0.35 * half, y + down + 0.1 * slant, 0.01);

        Path2D.Double crease = lid(inner, upIn, upOut, outer, 0.030, 0.044);
        canvas.glaze(crease, FacePart.SKIN, sitter.shadow(), 0.40);
        Path2D.Double opening = new Outline()
                .corner(inner)
                .through(upIn)
                .through(upOut)
                .corner(outer)
                .through(downOut)
                .through(downIn)
                .close();
        canvas.fillExcept(
                FacePart.BEHIND, opening, FacePart.EYES, ball(x, y - 0.012 * grown, narrowing, grown, upOut.y));
        canvas.fillExcept(
                FacePart.BEHIND, lid(inner, upIn, upOut, outer, -0.006, 0.020), FacePart.EYES, Shade.plain(LASHES));
    }

    /** A band along the upper lid, from one height above the edge to another, thin at the corners. */
    private static Path2D.Double lid(
            Point2D.Double inner,
            Point2D.Double upIn,
            Point2D.Double upOut,
            Point2D.Double outer,
            double low,
            double high) {
        double beyond = 0.12 * (outer.x - inner.x);
        return new Outline()
                .corner(inner)
                .through(new Point2D.Double(upIn.x, upIn.y - high))
                .through(new Point2D.Double(upOut.x, upOut.y - high))
                .corner(new Point2D.Double(outer.x + 0.6 * beyond, outer.y - 0.5 * (high + low) - 0.008))
                .corner(new Point2D.Double(outer.x, outer.y - low))
                .through(new Point2D.Double(upOut.x, upOut.y - low))
                .through(new Point2D.Double(upIn.x, upIn.y - low))
                .close();
    }

    private Shade ball(double x, double y, double narrowing, double grown, double lidY) {
        Point2D.Double middle = frame.onFace(x + 0.034 * expression.gaze(), y, 0.01);
        double radius = 0.064 * grown;
        Colour iris = Colour.along(eyes.colour(), IRIS);
        Colour white = new Colour(0.97, 0.96, 0.94);
        Lighting lighting = sitter.lighting();
        return (px, py) -> {
            double u = (px - middle.x) / (radius * narrowing);
            double v = (py - middle.y) / radius;
            double distance = Math.sqrt(u * u + v * v);
            double glint = (u + 0.32) * (u + 0.32) + (v + 0.36) * (v + 0.36);
            double open = 0.74 + 0.26 * Math.min(1, Math.max(0, (py - lidY) / 0.06));
            if (glint < 0.065) {
                return 0xFFFFFF;
            }
            if (distance < 0.46) {
                return lighting.lit(LASHES, 0, 0, 1, open, 0);
            }
            if (distance < 1) {
                // Darker at the rim, brighter opposite to the glint.
                double depth = distance > 0.84 ? 0.62 : 0.92 + 0.30 * (u + v) * 0.7;
                return lighting.lit(iris.times(depth), 0, 0, 1, open, 0);
            }
            return lighting.lit(white, 0, 0, 1, open, 0);
        };
    }
}
