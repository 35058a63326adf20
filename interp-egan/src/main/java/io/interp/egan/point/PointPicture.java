package io.interp.egan.point;

import io.interp.core.image.ImageGrid;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures of points in the plane over the modes they should cover. Immutable. */
public final class PointPicture {

    private static final double DOT = 2.2;
    private static final Color MODE = new Color(0xc0c6cf);
    private static final Color GOOD = new Color(59, 125, 216, 90);
    private static final Color ASTRAY = new Color(224, 123, 57, 110);

    private final GaussianMixture mixture;
    private final int size;
    private final double extent;

    /**
     * Prepares pictures.
     *
     * @param mixture the modes, each shown by a circle of four standard deviations
     * @param size height and width in pixels, at least 32
     * @throws IllegalArgumentException if the size is smaller
     */
    public PointPicture(GaussianMixture mixture, int size) {
        if (size < 32) {
            throw new IllegalArgumentException("a picture of points needs at least 32 pixels, got " + size);
        }
        this.mixture = mixture;
        this.size = size;
        double furthest = mixture.centers().stream()
                .mapToDouble(center -> Math.max(Math.abs(center.x()), Math.abs(center.y())))
                .max()
                .orElse(0);
        extent = 1.3 * furthest + 8 * mixture.deviation();
    }

    /**
     * Draws points: blue within four standard deviations of a mode, orange astray. Points outside the picture are not
     * shown.
     *
     * @param points x and y of each, one after the other
     * @param label what is written above
     * @return the picture
     */
    public BufferedImage draw(float[] points, String label) {
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            canvas.setColor(Color.WHITE);
            canvas.fillRect(0, 0, size, size);
            canvas.setColor(MODE);
            canvas.setStroke(new BasicStroke(1f));
            double reach = Math.max(3, 4 * mixture.deviation() / (2 * extent) * size);
            mixture.centers().forEach(center -> canvas.draw(disc(pixel(center.x()), pixel(-center.y()), reach)));
            for (int i = 0; i + 1 < points.length; i += 2) {
                canvas.setColor(isGood(points[i], points[i + 1]) ? GOOD : ASTRAY);
                canvas.fill(disc(pixel(points[i]), pixel(-points[i + 1]), DOT));
            }
        } finally {
            canvas.dispose();
        }
        return ImageGrid.of(List.of(picture)).columnLabels(List.of(label)).draw();
    }

    private static Ellipse2D disc(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private double pixel(double coordinate) {
        return (coordinate / extent + 1) / 2 * size;
    }

    private boolean isGood(double x, double y) {
        return mixture.centers().stream()
                .anyMatch(center -> Math.hypot(x - center.x(), y - center.y()) < 4 * mixture.deviation());
    }
}
