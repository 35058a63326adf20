package io.interp.testkit.drawn;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Outline;
import java.awt.geom.Point2D;

/** Paints the eyebrows. */
final class BrowPainter {
    private BrowPainter() {}

    static void paint(Canvas canvas, Sitter sitter) {
        Identity.Brows brows = sitter.identity().brows();
        HeadFrame frame = sitter.frame();
        double thickness = 0.030 + 0.014 * brows.thickness();
        double middle = -0.185 - 0.045 * sitter.expression().browRaise();
        double tilt = 0.022 * brows.tilt() - 0.006;
        Colour hair = sitter.hair().colour().mix(sitter.shadow(), 0.25).times(0.80);
        for (int side = -1; side <= 1; side += 2) {
            double x = side * (0.205 + 0.02 * sitter.identity().eyes().spacing());
            double y = middle;
            Point2D.Double innerTop = frame.onFace(x - side * 0.115, y + tilt - 0.3 * thickness, 0.02);
            Point2D.Double innerLow = frame.onFace(x - side * 0.110, y + tilt + 0.9 * thickness, 0.02);
            Point2D.Double archTop = frame.onFace(x + side * 0.025, y - 0.022 - 0.4 * tilt - 0.7 * thickness, 0.02);
            Point2D.Double archLow = frame.onFace(x + side * 0.025, y - 0.022 - 0.4 * tilt + 0.5 * thickness, 0.02);
            Point2D.Double outer = frame.onFace(x + side * 0.135, y + 0.018 - tilt, 0.01);
            canvas.fillExcept(
                    FacePart.BEHIND,
                    new Outline()
                            .through(innerTop)
                            .through(archTop)
                            .corner(outer)
                            .through(archLow)
                            .through(innerLow)
                            .close(),
                    FacePart.BROWS,
                    (px, py) -> sitter.lighting().lit(hair, 0, -0.2, 0.95, 0.95, 0));
        }
    }
}
