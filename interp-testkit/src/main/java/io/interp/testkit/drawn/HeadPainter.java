package io.interp.testkit.drawn;

import io.interp.testkit.paint.Canvas;
import io.interp.testkit.paint.Colour;
import io.interp.testkit.paint.Outline;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/** Paints neck, ears and the bare face. */
final class HeadPainter {
    private final HeadFrame frame;
    private final Identity.Head head;

    HeadPainter(HeadFrame frame, Identity.Head head) {
        this.frame = frame;
        this.head = head;
    }

    /** The outline of the face from the crown to the chin, in the head plane. */
    Path2D.Double outline() {
        double a = frame.halfWidth;
        double jaw = a * (0.80 + 0.11 * head.jaw());
        double chinWidth = 0.155 + 0.045 * head.chin();
        double chin = frame.chin;
        double[][] right = {
            {0.55 * a, -0.595, 0},
            {0.93 * a, -0.36, 0.03},
            {a, -0.08, 0.05},
            {0.97 * a, 0.14, 0.06},
            {jaw, 0.38 + 0.3 * (chin - 0.64), 0.09},
            {0.62 * jaw + 0.38 * chinWidth, chin - 0.115, 0.12},
            {chinWidth * 0.9, chin - 0.02, 0.16},
        };
        Outline outline = new Outline().through(frame.silhouette(0, -0.65, 0));
        for (double[] p : right) {
            outline.through(frame.silhouette(p[0], p[1], p[2]));
        }
        outline.through(frame.silhouette(0, chin, 0.17));
        for (int i = right.length - 1; i >= 0; i--) {
            outline.through(frame.silhouette(-right[i][0], right[i][1], right[i][2]));
        }
        return outline.close();
    }

    void paintNeck(Canvas canvas, Sitter sitter) {
        double half = 0.56 * frame.halfWidth + 0.02 * head.jaw();
        double middle = frame.silhouette(0, 0.5, -0.1).x;
        double chin = frame.silhouette(0, frame.chin, 0.17).y;
        Path2D.Double neck = new Path2D.Double();
        neck.moveTo(middle - half, 0.2);
        neck.lineTo(middle - half, 0.58);
        neck.quadTo(middle - half, 0.65, middle - half - 0.08, 0.68);
        neck.quadTo(middle, 0.96, middle + half + 0.08, 0.68);
        neck.quadTo(middle + half, 0.65, middle + half, 0.58);
        neck.lineTo(middle + half, 0.2);
        neck.closePath();
        canvas.fill(neck, FacePart.SKIN, (x, y) -> {
            double u = Math.max(-1, Math.min(1, (x - middle) / (1.25 * half)));
            double under = Math.max(0, 1 - Math.max(0, y - chin) / 0.22);
            double nz = Math.sqrt(Math.max(0.05, 1 - u * u));
            return sitter.lighting().lit(sitter.skin().albedo, u, -0.1, nz, 0.92 - 0.34 * under, 0);
        });
    }

    void paintEars(Canvas canvas, Sitter sitter) {
        double size = 1 + 0.25 * head.ears();
        for (int side = -1; side <= 1; side += 2) {
            double x = side * (frame.halfWidth - 0.06);
            double reach = side * (0.03 + 0.10 * size);
            double half = 0.135 * size;
            Outline outline = new Outline()
                    .through(ear(x, 0.02 - 0.9 * half, 0.04))
                    .through(ear(x + 0.75 * reach, 0.02 - half, -0.06))
                    .through(ear(x + reach, 0.02 - 0.45 * half, -0.09))
                    .through(ear(x + 0.8 * reach, 0.02 + 0.35 * half, -0.07))
                    .through(ear(x + 0.35 * reach, 0.02 + half, 0))
                    .through(ear(x, 0.02 + 0.8 * half, 0.04));
            Point2D.Double middle = ear(x + 0.55 * reach, 0.02 - 0.15 * half, -0.04);
            double bend = 0.45 * side;
            canvas.fill(
                    outline.close(),
                    FacePart.SKIN,
                    (px, py) -> sitter.lighting().lit(sitter.flush(0.12), bend, -0.05, 0.85, 0.92, 0));
            canvas.glow(middle.x, middle.y, 0.06 * size, 0.10 * size, FacePart.SKIN, sitter.shadow(), 0.45);
        }
    }

    private Point2D.Double ear(double x, double y, double z) {
        return frame.project(x, y, z);
    }

    void paintFace(Canvas canvas, Sitter sitter, Path2D.Double outline) {
        canvas.fill(outline, FacePart.SKIN, sitter.skin());
        for (int side = -1; side <= 1; side += 2) {
            Point2D.Double cheek = frame.onFace(side * 0.25, 0.17, 0);
            canvas.glow(cheek.x, cheek.y, 0.17, 0.15, FacePart.SKIN, sitter.flush(0.75), 0.20);
        }
        Point2D.Double chin = frame.onFace(0, frame.chin - 0.10, 0);
        canvas.glow(
                chin.x, chin.y, 0.13, 0.07, FacePart.SKIN, sitter.skin().albedo.mix(Colour.of(0xFFFFFF), 0.3), 0.2);
    }
}
