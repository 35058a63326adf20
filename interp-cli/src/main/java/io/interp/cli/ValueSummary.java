package io.interp.cli;

import io.interp.core.io.HostArray;
import java.util.LinkedHashMap;
import java.util.Map;

/** Least, greatest and mean of the numbers that pass by; a NaN makes all three NaN. */
final class ValueSummary {

    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
    private double sum;
    private long count;

    void add(HostArray array) {
        for (float value : array.toFloats()) {
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            sum += value;
        }
        count += array.size();
    }

    Map<String, Object> metrics() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("minimum", minimum);
        metrics.put("maximum", maximum);
        metrics.put("mean", sum / count);
        return metrics;
    }
}
