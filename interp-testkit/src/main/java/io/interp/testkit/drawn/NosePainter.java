package io.interp.testkit.drawn;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Outline;
import io.interp.testkit.paint.Shade;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/** Paints the nose: a ridge that catches light on one side, nostrils, and the shadow below. */
final class NosePainter {
    private final Sitter sitter;
    private final HeadFrame frame;
    private final double half;
    private final double tip;

    NosePainter(Sitter sitter) {
        this.sitter = sitter;
        this.frame = sitter.frame();
        Identity.Nose nose = sitter.identity().nose();
        this.half = 0.090 * (1 + 0.24 * nose.width());
        this.tip = 0.175 + 0.035 * nose.length();
    }

    void paint(Canvas canvas) {
        Point2D.Double root = frame.onFace(0, -0.06, 0.02);
        Point2D.Double point = frame.onFace(0, tip, 0.14);
        Point2D.Double base = frame.onFace(0, tip + 0.045, 0.07);
        double cast = -0.05 * sitter.lighting().side();
        canvas.glow(base.x + cast, base.y + 0.015, 1.25 * half, 0.055, FacePart.SKIN, sitter.shadow(), 0.55);

        Path2D.Double outline = new Outline()
                .through(side(-0.030, -0.055, 0.02))
                .through(side(0.030, -0.055, 0.02))
                .through(side(0.036, 0.04, 0.05))
                .through(side(0.62 * half, tip - 0.055, 0.06))
                .through(side(half, tip - 0.005, 0.03))
                .through(side(0.82 * half, tip + 0.032, 0.03))
                .through(side(0.30 * half, tip + 0.040, 0.07))
                .through(base)
                .through(side(-0.30 * half, tip + 0.040, 0.07))
                .through(side(-0.82 * half, tip + 0.032, 0.03))
                .through(side(-half, tip - 0.005, 0.03))
                .through(side(-0.62 * half, tip - 0.055, 0.06))
                .through(side(-0.036, 0.04, 0.05))
                .close();
        canvas.fill(outline, FacePart.NOSE, shade(root, point, base));
        Point2D.Double shine = frame.onFace(0, tip - 0.015, 0.14);
        Colour bright = sitter.skin().albedo.mix(Colour.of(0xFFFFFF), 0.55);
        canvas.glow(shine.x, shine.y, 0.050, 0.042, FacePart.NOSE, bright, 0.40);
        for (int side = -1; side <= 1; side += 2) {
            Point2D.Double nostril = frame.onFace(side * 0.48 * half, tip + 0.026, 0.05);
            double wide = 0.30 * half;
            canvas.fill(
                    new Ellipse2D.Double(nostril.x - wide, nostril.y - 0.013, 2 * wide, 0.026),
                    FacePart.NOSE,
                    Shade.plain(sitter.shadow().times(0.75)));
        }
    }

    private Point2D.Double side(double x, double y, double height) {
        return frame.onFace(x, y, height);
    }

    /** Skin bent away from a ridge that runs from the root over the point to the base. */
    private Shade shade(Point2D.Double root, Point2D.Double point, Point2D.Double base) {
        SkinShade skin = sitter.skin();
        return (x, y) -> {
            double down = Math.min(1, Math.max(0, (y - root.y) / (point.y - root.y)));
            double ridge = root.x + down * (point.x - root.x);
            double width = 0.036 + down * down * (half - 0.036);
            double across = Math.max(-1, Math.min(1, (x - ridge) / width));
            double under = Math.min(1, Math.max(0, (y - point.y) / Math.max(0.02, base.y - point.y)));
            double rise = 0.25 + 0.75 * down;
            double bend = 0.85 * rise * across * (1 - 0.35 * across * across);
            double open = 1.03 - 0.16 * rise * across * across - 0.30 * under * under;
            return skin.rgb(x, y, bend, 0.5 * under - 0.15 * (1 - under) * down, open);
        };
    }
}
