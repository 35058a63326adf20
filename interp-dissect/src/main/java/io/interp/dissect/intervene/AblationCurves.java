package io.interp.dissect.intervene;

import io.interp.core.NearNames;
import io.interp.core.image.LineChart;
import io.interp.core.io.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Ablation curves of several rankings of one layer's units, on the same images.
 *
 * @param layer the layer's name
 * @param concept the class
 * @param protocol where units were switched off
 * @param curves one a ranking, and that of random units
 * @param images how many images were measured
 * @param shown how many of them show the class
 */
public record AblationCurves(
        String layer, String concept, Protocol protocol, List<AblationCurve> curves, int images, int shown) {

    /** Where units are switched off, and where the class is measured. */
    public enum Protocol {
        /** Everywhere, measured in the whole image. */
        WHOLE_IMAGE,
        /** In one cell that shows the class at a time, measured there. */
        PER_CELL
    }

    /** Copies the list. */
    public AblationCurves {
        curves = List.copyOf(curves);
    }

    /**
     * {@return the curve of a name}
     *
     * @param name a ranking's measure such as {@code alpha}, or {@code random}
     * @throws IllegalArgumentException if there is none
     */
    public AblationCurve curve(String name) {
        return curves.stream()
                .filter(curve -> curve.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(NearNames.unknown(
                        "curve",
                        name,
                        "these",
                        curves.stream().map(AblationCurve::name).toList())));
    }

    /** {@return the share removed over the number of units, one line a ranking} */
    public LineChart chart() {
        LineChart chart = LineChart.titled(
                "'" + concept + "' removed at " + layer, "units switched off", "share of pixels removed");
        for (AblationCurve curve : curves) {
            chart = chart.line(
                    curve.name(),
                    curve.points().stream()
                            .mapToDouble(AblationCurve.Point::units)
                            .toArray(),
                    curve.points().stream()
                            .mapToDouble(p -> p.removed().value())
                            .toArray());
        }
        return chart;
    }

    /**
     * Writes all of it as JSON.
     *
     * @param file the file; written under a temporary name and moved
     */
    public void save(Path file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "interp-ablation-curves");
        json.put("version", 1);
        json.put("ablation", this);
        Json.write(file, json);
    }

    /** {@return a table: a row for each number of units, a column for each ranking} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "share of '%s' removed at layer '%s' (%s, in %d of %d images)%nunits",
                concept,
                layer,
                protocol == Protocol.WHOLE_IMAGE ? "whole image" : "cell by cell",
                shown,
                images));
        curves.forEach(curve -> text.append(String.format("  %24s", curve.name())));
        for (int i = 0; i < curves.get(0).points().size(); i++) {
            text.append(String.format("%n%5d", curves.get(0).points().get(i).units()));
            for (AblationCurve curve : curves) {
                text.append(String.format("  %24s", curve.points().get(i).removed()));
            }
        }
        return text.toString();
    }
}
