package io.interp.core.image;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small chart of one or several lines, for reports. Immutable: every setting gives a new chart.
 *
 * <p>A value that can't be drawn (NaN, an infinity, not positive on a logarithmic axis) breaks its line.
 */
@CheckReturnValue
public final class LineChart implements Svg {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 340;
    private static final int LEFT = 64;
    private static final int RIGHT = 20;
    private static final int BOTTOM = 52;
    private static final int MOST_DOTS = 24;

    /** Colours that can be told apart on white and on black. */
    static final List<String> COLORS =
            List.of("#3b7dd8", "#e07b39", "#2a9d6f", "#c44e8a", "#8b6cc9", "#b8932f", "#4ba3b5", "#8a8a8a");

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean logX;
    private final boolean logY;
    private final List<Series> series;

    private record Series(String name, List<Double> x, List<Double> y) {}

    private LineChart(String title, String xLabel, String yLabel, boolean logX, boolean logY, List<Series> series) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.logX = logX;
        this.logY = logY;
        this.series = series;
    }

    /**
     * Starts a chart.
     *
     * @param title what it shows
     * @param xLabel the name, and unit if any, of the horizontal axis
     * @param yLabel the name, and unit if any, of the vertical axis
     * @return a chart without lines
     */
    public static LineChart titled(String title, String xLabel, String yLabel) {
        return new LineChart(title, xLabel, yLabel, false, false, List.of());
    }

    /**
     * Adds a line.
     *
     * @param name its name in the legend
     * @param x where the points are
     * @param y their heights
     * @return the new chart
     * @throws IllegalArgumentException if the arrays differ in length
     */
    public LineChart line(String name, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "line " + name + " has " + x.length + " x values and " + y.length + " y values");
        }
        List<Series> all = new ArrayList<>(series);
        all.add(new Series(name, boxed(x), boxed(y)));
        return new LineChart(title, xLabel, yLabel, logX, logY, List.copyOf(all));
    }

    /** {@return the chart with a logarithmic horizontal axis} */
    public LineChart logX() {
        return new LineChart(title, xLabel, yLabel, true, logY, series);
    }

    /** {@return the chart with a logarithmic vertical axis} */
    public LineChart logY() {
        return new LineChart(title, xLabel, yLabel, logX, true, series);
    }

    @Override
    public String toSvg() {
        SvgCanvas canvas = new SvgCanvas(WIDTH, HEIGHT, title);
        canvas.text(LEFT, 20, "start", 14, "font-weight=\"600\"", title);
        double top = series.size() > 1 ? legend(canvas) + 12 : 36;
        Axis x = Axis.over(values(true), logX, LEFT, WIDTH - RIGHT);
        Axis y = Axis.over(values(false), logY, HEIGHT - BOTTOM, top);
        for (double tick : y.ticks()) {
            canvas.rule(LEFT, y.pixel(tick), WIDTH - RIGHT, y.pixel(tick), 0.15);
            canvas.text(LEFT - 8, y.pixel(tick) + 4, "end", 11, "", Text.number(tick));
        }
        for (double tick : x.ticks()) {
            canvas.rule(x.pixel(tick), HEIGHT - BOTTOM, x.pixel(tick), HEIGHT - BOTTOM + 4, 0.6);
            canvas.text(x.pixel(tick), HEIGHT - BOTTOM + 18, "middle", 11, "", Text.number(tick));
        }
        canvas.rule(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, 0.6);
        canvas.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", 12, "", xLabel);
        double middle = (top + HEIGHT - BOTTOM) / 2;
        canvas.text(14, middle, "middle", 12, "transform=\"rotate(-90 14 " + Text.coordinate(middle) + ")\"", yLabel);
        for (int i = 0; i < series.size(); i++) {
            draw(canvas, series.get(i), COLORS.get(i % COLORS.size()), x, y);
        }
        return canvas.toSvg();
    }

    /** {@return the height where the legend ends} */
    private double legend(SvgCanvas canvas) {
        double x = LEFT;
        double y = 40;
        for (int i = 0; i < series.size(); i++) {
            double width = 30 + SvgCanvas.width(series.get(i).name(), 12);
            if (x > LEFT && x + width > WIDTH - RIGHT) {
                x = LEFT;
                y += 18;
            }
            canvas.swatch(x, y - 9, COLORS.get(i % COLORS.size()));
            canvas.text(x + 16, y, "start", 12, "", series.get(i).name());
            x += width;
        }
        return y;
    }

    private void draw(SvgCanvas canvas, Series line, String color, Axis x, Axis y) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < line.x().size(); i++) {
            boolean drawable = Axis.drawable(line.x().get(i), logX)
                    && Axis.drawable(line.y().get(i), logY);
            if (drawable) {
                path.append(drawing ? 'L' : 'M')
                        .append(Text.coordinate(x.pixel(line.x().get(i))))
                        .append(' ')
                        .append(Text.coordinate(y.pixel(line.y().get(i))));
                if (line.x().size() <= MOST_DOTS) {
                    canvas.dot(x.pixel(line.x().get(i)), y.pixel(line.y().get(i)), color);
                }
            }
            drawing = drawable;
        }
        canvas.path(path.toString(), color);
    }

    /** The values of one axis, only of points that can be drawn. */
    private List<double[]> values(boolean horizontal) {
        List<double[]> all = new ArrayList<>();
        for (Series line : series) {
            for (int i = 0; i < line.x().size(); i++) {
                if (Axis.drawable(line.x().get(i), logX)
                        && Axis.drawable(line.y().get(i), logY)) {
                    all.add(new double[] {
                        horizontal ? line.x().get(i) : line.y().get(i)
                    });
                }
            }
        }
        return all;
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
