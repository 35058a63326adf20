package io.interp.testkit.drawn;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Outline;
import io.interp.testkit.paint.Shade;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/** Paints the mouth: lips, and teeth and tongue where it is open; and the folds beside a smile. */
final class MouthPainter {
    private static final Colour DEEP = Colour.of(0x3A0F12);
    private static final Colour TONGUE = Colour.of(0xB5494B);
    private static final Colour TEETH = Colour.of(0xF6F2EA);

    private final Sitter sitter;
    private final HeadFrame frame;
    private final double half;
    private final double middle;
    private final double corner;
    private final double upper;
    private final double lower;
    private final double opening;

    MouthPainter(Sitter sitter) {
        this.sitter = sitter;
        this.frame = sitter.frame();
        Identity.Mouth mouth = sitter.identity().mouth();
        Expression expression = sitter.expression();
        double smile = expression.smile();
        this.half = 0.178 * (1 + 0.15 * mouth.width()) + 0.028 * smile - 0.018 * expression.mouthOpening();
        this.middle = 0.352 + 0.012 * smile;
        this.corner = middle - 0.008 - 0.062 * smile;
        double full = 1 + 0.32 * mouth.fullness();
        this.upper = 0.044 * full;
        this.lower = 0.060 * full;
        this.opening = 0.125 * expression.mouthOpening();
    }

    void paint(Canvas canvas) {
        paintFolds(canvas);
        double gapTop = middle - 0.25 * opening;
        double gapLow = middle + 0.75 * opening;
        Point2D.Double left = frame.onFace(-half, corner, 0);
        Point2D.Double right = frame.onFace(half, corner, 0);
        Point2D.Double below = frame.onFace(0, gapLow + lower, 0.05);
        canvas.glow(below.x, below.y + 0.03, 0.6 * half, 0.05, FacePart.SKIN, sitter.shadow(), 0.42);

        canvas.fillExcept(FacePart.BEHIND, lips(left, right, gapTop, gapLow), FacePart.MOUTH, lipShade(gapTop, gapLow));
        if (opening > 0) {
            paintInside(canvas, gapTop, gapLow);
        } else {
            paintSeam(canvas, left, right);
        }
    }

    private Path2D.Double lips(Point2D.Double left, Point2D.Double right, double gapTop, double gapLow) {
        double sag = 0.5 * (corner - middle);
        return new Outline()
                .corner(left)
                .through(frame.onFace(-0.55 * half, gapTop + 0.7 * sag - 0.80 * upper, 0.03))
                .through(frame.onFace(-0.20 * half, gapTop - 1.08 * upper, 0.05))
                .through(frame.onFace(0, gapTop - 0.86 * upper, 0.05))
                .through(frame.onFace(0.20 * half, gapTop - 1.08 * upper, 0.05))
                .through(frame.onFace(0.55 * half, gapTop + 0.7 * sag - 0.80 * upper, 0.03))
                .corner(right)
                .through(frame.onFace(0.58 * half, gapLow + 0.7 * sag + 0.72 * lower, 0.03))
                .through(frame.onFace(0, gapLow + lower, 0.05))
                .through(frame.onFace(-0.58 * half, gapLow + 0.7 * sag + 0.72 * lower, 0.03))
                .close();
    }

    private Shade lipShade(double gapTop, double gapLow) {
        double share = 0.30 + 0.62 * sitter.identity().mouth().redness();
        Colour lip =
                sitter.skin().albedo.mix(new Colour(0.74, 0.17, 0.20), share).times(0.93);
        double split = frame.onFace(0, middle, 0.05).y;
        double bottom = frame.onFace(0, gapLow + lower, 0.05).y;
        double top = frame.onFace(0, gapTop - upper, 0.05).y;
        Lighting lighting = sitter.lighting();
        return (x, y) -> {
            // The upper lip faces down, the lower lip up.
            double v = y < split ? 0.30 * (y - top) / (split - top) : -0.45 + 0.7 * (y - split) / (bottom - split);
            double open = y < split ? 0.90 : 1.0;
            return lighting.lit(lip, 0.25 * x / half, v, 0.85, open, 0.12);
        };
    }

    private void paintSeam(Canvas canvas, Point2D.Double left, Point2D.Double right) {
        Path2D.Double seam = new Outline()
                .corner(left)
                .through(frame.onFace(-0.45 * half, middle + 0.35 * (corner - middle) - 0.004, 0.04))
                .through(frame.onFace(0, middle, 0.05))
                .through(frame.onFace(0.45 * half, middle + 0.35 * (corner - middle) - 0.004, 0.04))
                .corner(right)
                .through(frame.onFace(0.45 * half, middle + 0.35 * (corner - middle) + 0.013, 0.04))
                .through(frame.onFace(0, middle + 0.014, 0.05))
                .through(frame.onFace(-0.45 * half, middle + 0.35 * (corner - middle) + 0.013, 0.04))
                .close();
        canvas.fillExcept(
                FacePart.BEHIND,
                seam,
                FacePart.MOUTH,
                Shade.plain(sitter.flush(0.7).times(0.42)));
    }

    private void paintInside(Canvas canvas, double gapTop, double gapLow) {
        double sag = corner - middle;
        double inner = 0.86 * half;
        Path2D.Double gap = new Outline()
                .corner(frame.onFace(-inner, corner + 0.08 * opening, 0))
                .through(frame.onFace(-0.45 * half, gapTop + 0.28 * sag, 0.03))
                .through(frame.onFace(0, gapTop, 0.04))
                .through(frame.onFace(0.45 * half, gapTop + 0.28 * sag, 0.03))
                .corner(frame.onFace(inner, corner + 0.08 * opening, 0))
                .through(frame.onFace(0.50 * half, gapLow + 0.28 * sag - 0.05 * opening, 0.03))
                .through(frame.onFace(0, gapLow, 0.04))
                .through(frame.onFace(-0.50 * half, gapLow + 0.28 * sag - 0.05 * opening, 0.03))
                .close();
        Point2D.Double top = frame.onFace(0, gapTop, 0.04);
        Point2D.Double low = frame.onFace(0, gapLow, 0.04);
        double bow = 0.28 * sag / (0.45 * 0.45 * half * half);
        double teeth = 0.030 + 0.22 * opening;
        canvas.fillExcept(FacePart.BEHIND, gap, FacePart.MOUTH, (x, y) -> {
            double u = x - top.x;
            double depth = y - top.y - bow * u * u;
            double edge = Math.abs(u) / half;
            if (depth < teeth * (1 - 0.35 * edge * edge)) {
                return TEETH.times(1.0 - 0.35 * edge * edge - 0.10 * Math.max(0, 1 - depth / 0.015))
                        .rgb();
            }
            double tongue = (low.y - y) / 0.07 + u * u / (0.5 * half * half);
            return tongue < 0.75 ? TONGUE.mix(DEEP, Math.max(0, tongue)).rgb() : DEEP.rgb();
        });
    }

    private void paintFolds(Canvas canvas) {
        double strength = Math.max(0, sitter.expression().smile());
        for (int side = -1; side <= 1; side += 2) {
            Point2D.Double dimple = frame.onFace(side * (half + 0.030), corner - 0.01, 0);
            canvas.glow(dimple.x, dimple.y, 0.045, 0.075, FacePart.SKIN, sitter.shadow(), 0.12 + 0.35 * strength);
        }
    }
}
