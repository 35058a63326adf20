package io.interp.testkit.paint;

import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/** A closed smooth curve through points, sharp where a point is a corner (a Catmull-Rom spline). */
public final class Outline {
    private final List<Point2D.Double> points = new ArrayList<>();
    private final List<Boolean> corners = new ArrayList<>();

    /** Creates an outline without points. */
    public Outline() {}

    /**
     * Adds a point where the curve is smooth.
     *
     * @param point the next point
     * @return this outline
     */
    public Outline through(Point2D.Double point) {
        points.add(point);
        corners.add(false);
        return this;
    }

    /**
     * Adds a point where the curve has a corner.
     *
     * @param point the next point
     * @return this outline
     */
    public Outline corner(Point2D.Double point) {
        points.add(point);
        corners.add(true);
        return this;
    }

    /** {@return the closed curve} */
    public Path2D.Double close() {
        int n = points.size();
        Path2D.Double path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        path.moveTo(points.get(0).x, points.get(0).y);
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            Point2D.Double from = points.get(i);
            Point2D.Double to = points.get(j);
            Point2D.Double out = tangent(i);
            Point2D.Double in = tangent(j);
            path.curveTo(from.x + out.x / 3, from.y + out.y / 3, to.x - in.x / 3, to.y - in.y / 3, to.x, to.y);
        }
        path.closePath();
        return path;
    }

    private Point2D.Double tangent(int i) {
        int n = points.size();
        if (corners.get(i)) {
            return new Point2D.Double();
        }
        Point2D.Double before = points.get((i + n - 1) % n);
        Point2D.Double after = points.get((i + 1) % n);
        return new Point2D.Double((after.x - before.x) / 2, (after.y - before.y) / 2);
    }
}
