package io.interp.egan.report;

import io.interp.egan.point.ModeCoverage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of a generator.
 *
 * @param images the number of generated images, and at most of real ones
 * @param embedder the embedder's name
 * @param mmd the unbiased squared maximum mean discrepancy of features
 * @param frechet the squared Fr&eacute;chet distance of features
 * @param coverage how well points cover their mixture, if the data are one
 * @param classifierScore the Inception Score by a given classifier, if there was one
 */
public record EvolutionMetrics(
        int images,
        String embedder,
        double mmd,
        double frechet,
        Optional<ModeCoverage> coverage,
        OptionalDouble classifierScore) {

    /** {@return the numbers by the names results use: modes, near, highQuality, mmd, frechet, classifierScore} */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        coverage.ifPresent(measured -> {
            map.put("modes", measured.modes());
            map.put("near", measured.near());
            map.put("highQuality", measured.highQuality());
        });
        map.put("mmd", mmd);
        map.put("frechet", frechet);
        classifierScore.ifPresent(score -> map.put("classifierScore", score));
        return map;
    }

    /** {@return a short table} */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        toMap().forEach((name, value) -> table.append(String.format(Locale.ROOT, "%-16s ", name))
                .append(value instanceof Double number ? String.format(Locale.ROOT, "%.4f", number) : value.toString())
                .append('\n'));
        return table.toString();
    }
}
