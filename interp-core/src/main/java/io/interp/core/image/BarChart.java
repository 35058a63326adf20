package io.interp.core.image;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small chart of horizontal bars, one group a category and one bar a series, each with its number. Immutable.
 */
@CheckReturnValue
public final class BarChart implements Svg {

    private static final int WIDTH = 640;
    private static final int RIGHT = 60;
    private static final int GROUP_GAP = 10;
    private static final int MOST_LABEL = 220;

    private final String title;
    private final String valueLabel;
    private final List<String> categories;
    private final List<Series> series;

    private record Series(String name, List<Double> values) {}

    private BarChart(String title, String valueLabel, List<String> categories, List<Series> series) {
        this.title = title;
        this.valueLabel = valueLabel;
        this.categories = categories;
        this.series = series;
    }

    /**
     * Starts a chart.
     *
     * @param title what it shows
     * @param valueLabel the name, and unit if any, of the numbers
     * @param categories what is compared, from top to bottom
     * @return a chart without bars
     * @throws IllegalArgumentException if there are no categories
     */
    public static BarChart titled(String title, String valueLabel, List<String> categories) {
        if (categories.isEmpty()) {
            throw new IllegalArgumentException("a bar chart needs at least one category");
        }
        return new BarChart(title, valueLabel, List.copyOf(categories), List.of());
    }

    /**
     * Adds a bar to each category.
     *
     * @param name the series' name in the legend
     * @param values one number a category; NaN and infinities get no bar
     * @return the new chart
     * @throws IllegalArgumentException if the number of values is not that of the categories
     */
    public BarChart bars(String name, double... values) {
        if (values.length != categories.size()) {
            throw new IllegalArgumentException(
                    "series " + name + " has " + values.length + " values for " + categories.size() + " categories");
        }
        List<Series> all = new ArrayList<>(series);
        all.add(new Series(name, Arrays.stream(values).boxed().toList()));
        return new BarChart(title, valueLabel, categories, List.copyOf(all));
    }

    @Override
    public String toSvg() {
        int bars = Math.max(1, series.size());
        int thick = bars == 1 ? 18 : 13;
        int groupHeight = bars * (thick + 2) + GROUP_GAP;
        int top = series.size() > 1 ? 56 : 36;
        int bottom = top + categories.size() * groupHeight;
        double left = labelWidth() + 16;
        SvgCanvas canvas = new SvgCanvas(WIDTH, bottom + 44, title);
        canvas.text(8, 20, "start", 14, "font-weight=\"600\"", title);
        legend(canvas);
        Axis axis = Axis.over(values(), false, left, WIDTH - RIGHT);
        for (double tick : axis.ticks()) {
            canvas.rule(axis.pixel(tick), top, axis.pixel(tick), bottom, tick == 0 ? 0.6 : 0.15);
            canvas.text(axis.pixel(tick), bottom + 16, "middle", 11, "", Text.number(tick));
        }
        canvas.text((left + WIDTH - RIGHT) / 2, bottom + 36, "middle", 12, "", valueLabel);
        for (int c = 0; c < categories.size(); c++) {
            double y = top + c * (double) groupHeight + GROUP_GAP / 2.0;
            String label = shorten(categories.get(c));
            canvas.text(left - 8, y + bars * (thick + 2) / 2.0 + 4, "end", 12, "", label);
            for (int s = 0; s < series.size(); s++) {
                bar(canvas, axis, series.get(s).values().get(c), y + s * (thick + 2.0), thick, s);
            }
        }
        return canvas.toSvg();
    }

    private static void bar(SvgCanvas canvas, Axis axis, double value, double y, int thick, int index) {
        if (Axis.drawable(value, false)) {
            double zero = axis.pixel(0);
            double end = axis.pixel(value);
            String color = LineChart.COLORS.get(index % LineChart.COLORS.size());
            canvas.box(Math.min(zero, end), y, Math.max(1, Math.abs(end - zero)), thick, color);
            canvas.text(Math.max(zero, end) + 5, y + thick / 2.0 + 4, "start", 11, "", Text.number(value));
        }
    }

    private void legend(SvgCanvas canvas) {
        double x = 8;
        for (int i = 0; i < series.size() && series.size() > 1; i++) {
            canvas.swatch(x, 31, LineChart.COLORS.get(i % LineChart.COLORS.size()));
            canvas.text(x + 16, 40, "start", 12, "", series.get(i).name());
            x += 30 + SvgCanvas.width(series.get(i).name(), 12);
        }
    }

    private double labelWidth() {
        return categories.stream()
                .mapToDouble(label -> SvgCanvas.width(shorten(label), 12))
                .max()
                .orElse(0);
    }

    private static String shorten(String label) {
        int most = (int) (MOST_LABEL / SvgCanvas.width("x", 12));
        return label.length() <= most ? label : label.substring(0, most - 1) + "\u2026";
    }

    /** All numbers and zero, where bars begin. */
    private List<double[]> values() {
        List<double[]> all = new ArrayList<>();
        all.add(new double[] {0});
        series.forEach(one ->
                all.add(one.values().stream().mapToDouble(Double::doubleValue).toArray()));
        return all;
    }
}
