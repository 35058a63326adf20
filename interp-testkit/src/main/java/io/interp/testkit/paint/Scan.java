package io.interp.testkit.paint;

import java.awt.geom.PathIterator;
import java.util.Arrays;

/**
 * Finds the samples of a square grid that lie in a shape, by the non-zero winding rule. Java2D's own fill gives no
 * promise that two paints cover the same pixels; here one pass serves the picture and the mask.
 */
final class Scan {
    /** Takes the samples {@code from} to {@code to - 1} of a row. */
    @FunctionalInterface
    interface Row {
        void span(int y, int from, int to);
    }

    private static final int FIRST_CROSSINGS = 8;

    private final int side;
    private final double[][] crossings;
    private final int[][] windings;
    private final int[] counts;

    Scan(int side) {
        this.side = side;
        this.crossings = new double[side][FIRST_CROSSINGS];
        this.windings = new int[side][FIRST_CROSSINGS];
        this.counts = new int[side];
    }

    /** Reports the spans of a flattened outline in sample coordinates; the centre of sample i is at i + 0.5. */
    void fill(PathIterator outline, Row row) {
        Arrays.fill(counts, 0);
        double[] point = new double[6];
        double startX = 0;
        double startY = 0;
        double x = 0;
        double y = 0;
        for (; !outline.isDone(); outline.next()) {
            switch (outline.currentSegment(point)) {
                case PathIterator.SEG_MOVETO -> {
                    edge(x, y, startX, startY);
                    startX = x = point[0];
                    startY = y = point[1];
                }
                case PathIterator.SEG_LINETO -> {
                    edge(x, y, point[0], point[1]);
                    x = point[0];
                    y = point[1];
                }
                case PathIterator.SEG_CLOSE -> {
                    edge(x, y, startX, startY);
                    x = startX;
                    y = startY;
                }
                default -> throw new IllegalStateException("the outline must be flattened");
            }
        }
        edge(x, y, startX, startY);
        for (int line = 0; line < side; line++) {
            spans(line, row);
        }
    }

    private void edge(double x0, double y0, double x1, double y1) {
        int winding = y1 > y0 ? 1 : -1;
        int from = Math.max(0, first(Math.min(y0, y1)));
        int to = Math.min(side, first(Math.max(y0, y1)));
        for (int line = from; line < to; line++) {
            add(line, x0 + (line + 0.5 - y0) / (y1 - y0) * (x1 - x0), winding);
        }
    }

    /** Inserts a crossing so that the row stays sorted. */
    private void add(int line, double x, int winding) {
        int count = counts[line]++;
        if (count == crossings[line].length) {
            crossings[line] = Arrays.copyOf(crossings[line], 2 * count);
            windings[line] = Arrays.copyOf(windings[line], 2 * count);
        }
        double[] places = crossings[line];
        int[] signs = windings[line];
        int i = count;
        for (; i > 0 && places[i - 1] > x; i--) {
            places[i] = places[i - 1];
            signs[i] = signs[i - 1];
        }
        places[i] = x;
        signs[i] = winding;
    }

    private void spans(int line, Row row) {
        int winding = 0;
        for (int i = 0; i + 1 < counts[line]; i++) {
            winding += windings[line][i];
            int from = Math.max(0, first(crossings[line][i]));
            int to = Math.min(side, first(crossings[line][i + 1]));
            if (winding != 0 && from < to) {
                row.span(line, from, to);
            }
        }
    }

    /** The first sample whose centre is not left of a coordinate. */
    private static int first(double coordinate) {
        return (int) Math.ceil(coordinate - 0.5);
    }
}
