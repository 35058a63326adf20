package io.interp.testkit.drawn;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Outline;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/** Paints the hair: what falls behind the head, and what lies over it. */
final class HairPainter {
    private static final double CROWN = -0.65;

    private final Sitter sitter;
    private final HeadFrame frame;
    private final HairShade shade;
    private final HairStyle style;
    private final double length;
    private final double volume;
    private final double parting;
    private final double a;

    HairPainter(Sitter sitter) {
        this.sitter = sitter;
        this.frame = sitter.frame();
        this.shade = sitter.hair();
        Identity.Hair hair = sitter.identity().hair();
        this.style = hair.style();
        this.length = hair.length();
        this.volume = hair.volume();
        this.parting = hair.parting();
        this.a = frame.halfWidth;
    }

    /** Paints the hair behind neck and face. */
    void paintBack(Canvas canvas) {
        switch (style) {
            case LONG -> canvas.fill(curtain(), FacePart.HAIR, (x, y) -> shade.rgb(x, y, 0.62));
            case CURLY -> paintCurls(canvas, true);
            case BUN -> paintBun(canvas);
            case FRINGE -> canvas.fill(bob(), FacePart.HAIR, (x, y) -> shade.rgb(x, y, 0.66));
            case SHORT, BALD -> {}
        }
    }

    /** Whether the hair hangs over the ears. */
    boolean coversEars() {
        return style == HairStyle.LONG || style == HairStyle.FRINGE;
    }

    /** Darkens the skin where the hair above it takes the light. */
    void paintShadow(Canvas canvas) {
        if (style != HairStyle.BALD) {
            Path2D.Double cap = cap();
            double side = -0.02 * shade.lighting().side();
            cap.transform(AffineTransform.getTranslateInstance(side, 0.032));
            canvas.glaze(
                    cap,
                    FacePart.SKIN,
                    sitter.shadow(),
                    0.16 + 0.24 * shade.lighting().contrast());
        }
    }

    /** Paints the hair over face and ears. */
    void paintFront(Canvas canvas) {
        switch (style) {
            case BALD -> paintRing(canvas);
            case CURLY -> {
                canvas.fill(cap(), FacePart.HAIR, shade);
                paintCurls(canvas, false);
            }
            case LONG -> {
                canvas.fill(cap(), FacePart.HAIR, shade);
                canvas.fill(lock(-1), FacePart.HAIR, shade);
                canvas.fill(lock(1), FacePart.HAIR, shade);
            }
            default -> canvas.fill(cap(), FacePart.HAIR, shade);
        }
    }

    /** Hair from temple to temple over the crown, down to the hairline. */
    private Path2D.Double cap() {
        double thick = switch (style) {
            case BUN -> 0.020 + 0.035 * volume;
            case CURLY -> 0.06 + 0.08 * volume;
            default -> 0.030 + 0.075 * volume;
        };
        // Short hair lies close at the sides.
        double side = style == HairStyle.SHORT || style == HairStyle.BUN ? 0.008 + 0.4 * thick : thick;
        double foot = switch (style) {
            case SHORT -> -0.10 + 0.20 * length;
            case FRINGE -> 0.10 + 0.30 * length;
            case LONG -> 0.05;
            case BUN -> -0.08;
            default -> -0.02 + 0.10 * length;
        };
        Outline outline = new Outline();
        outline.corner(frame.silhouette(-a + inset(), foot, 0));
        outline.through(frame.silhouette(-a - 0.5 * side, foot - 0.02, 0));
        outline.through(frame.silhouette(-a - side, -0.24, 0));
        outline.through(frame.silhouette(-0.80 * a - 0.8 * side, CROWN + 0.17 - 0.5 * thick, 0));
        outline.through(frame.silhouette(-0.42 * a, CROWN + 0.025 - 1.1 * thick, 0));
        outline.through(frame.silhouette(0, CROWN - 0.005 - 1.2 * thick, 0));
        outline.through(frame.silhouette(0.42 * a, CROWN + 0.025 - 1.1 * thick, 0));
        outline.through(frame.silhouette(0.80 * a + 0.8 * side, CROWN + 0.17 - 0.5 * thick, 0));
        outline.through(frame.silhouette(a + side, -0.24, 0));
        outline.through(frame.silhouette(a + 0.5 * side, foot - 0.02, 0));
        outline.corner(frame.silhouette(a - inset(), foot, 0));
        hairline(outline);
        return outline.close();
    }

    private double inset() {
        return switch (style) {
            case FRINGE -> 0.055;
            case LONG -> 0.06;
            default -> 0.035;
        };
    }

    /** The edge of the hair over the forehead, from the right of the image to the left. */
    private void hairline(Outline outline) {
        double temple = style == HairStyle.FRINGE ? 0.80 : 0.86;
        outline.through(frame.onFace(temple * a, -0.17, -0.02));
        if (style == HairStyle.FRINGE) {
            double low = -0.33 + 0.125 * length;
            for (int i = 4; i >= -4; i--) {
                double x = i * 0.18 * a;
                double ragged = i % 2 == 0 ? 0.022 : -0.012;
                double lean = 0.05 * parting * i / 4;
                outline.through(frame.onFace(x, low + ragged + lean - 0.02 * i * i / 16, 0.03));
            }
        } else {
            double high = style == HairStyle.BUN ? -0.43 : -0.40;
            double drop = style == HairStyle.LONG ? 0.22 : style == HairStyle.BUN ? 0.07 : 0.16;
            double ragged = style == HairStyle.SHORT ? 0.014 : 0;
            double part = 0.6 * a * parting;
            for (int i = 3; i >= -3; i--) {
                double x = i * 0.23 * a;
                double away = (x - part) / a;
                outline.through(frame.onFace(x, high + drop * away * away + (i % 2 == 0 ? ragged : -ragged), 0.02));
            }
        }
        outline.through(frame.onFace(-temple * a, -0.17, -0.02));
    }

    /** Long hair behind the neck. */
    private Path2D.Double curtain() {
        double end = 0.50 + 0.62 * length;
        double wide = a + 0.075 + 0.11 * volume;
        Outline outline = new Outline().through(frame.silhouette(0, CROWN - 0.01, -0.2));
        outline.through(frame.silhouette(0.85 * a + 0.05, CROWN + 0.22, -0.2));
        outline.through(frame.silhouette(wide, -0.05, -0.2));
        outline.through(frame.silhouette(wide + 0.04, 0.40, -0.2));
        outline.corner(frame.silhouette(wide - 0.03, end, -0.2));
        outline.through(frame.silhouette(0, end + 0.06, -0.2));
        outline.corner(frame.silhouette(-wide + 0.03, end, -0.2));
        outline.through(frame.silhouette(-wide - 0.04, 0.40, -0.2));
        outline.through(frame.silhouette(-wide, -0.05, -0.2));
        outline.through(frame.silhouette(-0.85 * a - 0.05, CROWN + 0.22, -0.2));
        return outline.close();
    }

    /** Hair behind the ears of a fringe. */
    private Path2D.Double bob() {
        double end = 0.16 + 0.34 * length;
        double wide = a + 0.035 + 0.08 * volume;
        return new Outline()
                .through(frame.silhouette(0, CROWN, -0.2))
                .through(frame.silhouette(wide, -0.05, -0.2))
                .corner(frame.silhouette(wide - 0.02, end, -0.2))
                .corner(frame.silhouette(-wide + 0.02, end, -0.2))
                .through(frame.silhouette(-wide, -0.05, -0.2))
                .close();
    }

    /** A lock of long hair that falls over the side of the face. */
    private Path2D.Double lock(int side) {
        double end = 0.46 + 0.60 * length;
        double wide = a + 0.055 + 0.10 * volume;
        return new Outline()
                .through(frame.silhouette(side * 0.70 * a, -0.36, 0.05))
                .through(frame.silhouette(side * (a + 0.02), -0.28, 0))
                .through(frame.silhouette(side * wide, 0.05, -0.04))
                .through(frame.silhouette(side * (wide + 0.02), 0.42, -0.04))
                .corner(frame.silhouette(side * (wide - 0.06), end, -0.04))
                .through(frame.silhouette(side * (a - 0.02), 0.45, 0))
                .through(frame.silhouette(side * (a - 0.045), 0.12, 0.02))
                .through(frame.silhouette(side * (a - 0.075), -0.14, 0.04))
                .close();
    }

    private void paintBun(Canvas canvas) {
        double radius = 0.13 + 0.07 * length;
        Point2D.Double middle = frame.silhouette(0.25 * a * parting, CROWN - 0.03 - 0.35 * radius, -0.15);
        HairShade knot =
                new HairShade(shade.colour(), shade.lighting(), middle.x, middle.y + 0.2 * radius, radius, radius);
        canvas.fill(
                new Ellipse2D.Double(middle.x - 1.15 * radius, middle.y - radius, 2.3 * radius, 2 * radius),
                FacePart.HAIR,
                (x, y) -> knot.rgb(x, y, 0.9));
    }

    /** A thin band of hair over each ear. */
    private void paintRing(Canvas canvas) {
        if (volume == 0) {
            return;
        }
        for (int side = -1; side <= 1; side += 2) {
            Path2D.Double band = new Outline()
                    .corner(frame.silhouette(side * (a + 0.005), -0.26 - 0.05 * volume, -0.02))
                    .through(frame.silhouette(side * (a + 0.045 * volume), -0.15, -0.03))
                    .corner(frame.silhouette(side * (a + 0.01), -0.08 + 0.12 * length, -0.02))
                    .through(frame.silhouette(side * (a - 0.075 * volume), -0.14, 0.02))
                    .close();
            canvas.fill(band, FacePart.HAIR, shade);
        }
    }

    /** Round curls: behind the face a wreath from side to side, before it rows down to the hairline. */
    private void paintCurls(Canvas canvas, boolean behind) {
        double radius = 0.060 + 0.030 * volume;
        double reach = behind ? 1.75 + 0.75 * length : 1.40;
        double outer = behind ? 1.05 + 0.22 * volume : 1.03 + 0.10 * volume;
        double inner = behind ? 0.90 : 0.80;
        int rows = behind ? 3 : 4;
        for (int row = 0; row < rows; row++) {
            double out = outer + (inner - outer) * row / (rows - 1);
            // The lower rows end higher, above the eyes.
            double end = behind ? reach : reach - 0.13 * row;
            int curls = (int) Math.round(end * 9);
            for (int i = 0; i <= curls; i++) {
                double jitter = HairShade.tone(17 * row + 1.7 * i);
                double angle = end * (2.0 * (i + 0.5 * (row % 2) - 0.25 + 0.4 * (jitter - 0.5)) / curls - 1);
                double spread = out + 0.05 * (HairShade.tone(11 * row + 2.3 * i) - 0.5);
                double x = (a + 0.02) * spread * StrictMath.sin(angle);
                double y = -0.05 - (behind ? 0.60 : 0.555) * spread * StrictMath.cos(angle);
                Point2D.Double middle = frame.silhouette(x, y, behind ? -0.1 : 0.02);
                curl(canvas, middle, radius * (0.85 + 0.5 * jitter), behind ? 0.84 : 1);
            }
        }
    }

    private void curl(Canvas canvas, Point2D.Double middle, double radius, double open) {
        canvas.fill(
                new Ellipse2D.Double(middle.x - radius, middle.y - radius, 2 * radius, 2 * radius),
                FacePart.HAIR,
                (x, y) -> {
                    double u = (x - middle.x) / radius;
                    double v = (y - middle.y) / radius;
                    return shade.round(x, y, u, v, open);
                });
    }
}
