package io.interp.dissect.picture;

import io.interp.core.image.BarChart;
import io.interp.dissect.ClassSummary;
import io.interp.dissect.LayerDissection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many units of a layer stand for each class: one chart a category, the class with most units on top. */
public final class ClassBars {

    private ClassBars() {}

    /**
     * Draws a layer's charts.
     *
     * @param layer the layer
     * @return charts of the classes that have a unit, by category; empty where no unit is interpretable
     */
    public static Map<String, BarChart> of(LayerDissection layer) {
        Map<String, List<ClassSummary>> byCategory = new LinkedHashMap<>();
        layer.summaries().stream()
                .filter(summary -> summary.units() > 0)
                .sorted(Comparator.comparingInt(ClassSummary::units).reversed())
                .forEach(summary -> byCategory
                        .computeIfAbsent(summary.label().category(), c -> new ArrayList<>())
                        .add(summary));
        Map<String, BarChart> charts = new LinkedHashMap<>();
        byCategory.forEach((category, summaries) -> charts.put(
                category,
                BarChart.titled(
                                layer.layer() + ": " + summaries.size() + " " + category
                                        + (summaries.size() == 1 ? " class" : " classes"),
                                "units",
                                summaries.stream().map(s -> s.label().name()).toList())
                        .bars(
                                "units",
                                summaries.stream()
                                        .mapToDouble(ClassSummary::units)
                                        .toArray())));
        return charts;
    }
}
