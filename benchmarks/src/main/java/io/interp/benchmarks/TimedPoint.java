package io.interp.benchmarks;

import io.interp.egan.report.EvolutionMetrics;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a method had made of its processor time at one moment.
 *
 * @param method its name
 * @param seed the seed of networks, latents and the order of images
 * @param point which moment, from 1
 * @param generations the generations so far
 * @param seconds the processor time they took
 * @param metrics what was measured of the fittest generator
 * @param wins each origin's share of survivors so far
 */
record TimedPoint(
        String method,
        long seed,
        int point,
        long generations,
        double seconds,
        EvolutionMetrics metrics,
        Map<String, Double> wins) {

    static final String HEADER = "data,method,seed,point,generations,processorSeconds,frechet,mmd,classifierScore,wins";

    /** {@return NaN where no classifier was asked} */
    double classifierScore() {
        return metrics.classifierScore().orElse(Double.NaN);
    }

    String line(String data) {
        String shares = wins.entrySet().stream()
                .map(one -> String.format(Locale.ROOT, "%s %.3f", one.getKey(), one.getValue()))
                .collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%d,%.1f,%.5f,%.6f,%s,%s",
                data,
                method,
                seed,
                point,
                generations,
                seconds,
                metrics.frechet(),
                metrics.mmd(),
                metrics.classifierScore().isPresent() ? String.format(Locale.ROOT, "%.4f", classifierScore()) : "",
                shares);
    }
}
