package io.interp.benchmarks;

import io.interp.egan.point.ModeCoverage;
import io.interp.egan.report.EvolutionMetrics;
import java.util.List;
import java.util.Locale;

/**
 * What one training on points in the plane came to.
 *
 * @param data the mixture's name
 * @param method how it was trained
 * @param at what it had in common with the other methods
 * @param seed the seed of the run
 * @param steps its generations
 * @param seconds their processor time
 * @param modes modes covered by points of high quality
 * @param near modes covered by all points
 * @param highQuality the share of points of high quality
 * @param mmd the squared maximum mean discrepancy
 * @param frechet the Fréchet distance of coordinates
 */
record EvolvedPoints(
        String data,
        String method,
        String at,
        long seed,
        long steps,
        double seconds,
        int modes,
        int near,
        double highQuality,
        double mmd,
        double frechet) {

    static final String HEADER = "data,method,at,seed,steps,processorSeconds,modes,near,highQuality,mmd,frechet";
    static final String SAME_UPDATES = "same updates";
    static final String SAME_TIME = "same time";

    private static final double LARGEST_MMD = 0.01;
    private static final int COLUMNS = 11;

    static EvolvedPoints of(
            String data, String method, String at, long seed, long steps, double seconds, EvolutionMetrics metrics) {
        ModeCoverage coverage = metrics.coverage().orElseThrow();
        return new EvolvedPoints(
                data,
                method,
                at,
                seed,
                steps,
                seconds,
                coverage.modes(),
                coverage.near(),
                coverage.highQuality(),
                metrics.mmd(),
                metrics.frechet());
    }

    /** Reads a line that {@link #line} wrote. */
    static EvolvedPoints parse(String line) {
        List<String> cells = List.of(line.split(",", -1));
        if (cells.size() != COLUMNS) {
            throw new IllegalArgumentException("a line of the table has " + COLUMNS + " columns, got '" + line + "'");
        }
        return new EvolvedPoints(
                cells.get(0),
                cells.get(1),
                cells.get(2),
                Long.parseLong(cells.get(3)),
                Long.parseLong(cells.get(4)),
                Double.parseDouble(cells.get(5)),
                Integer.parseInt(cells.get(6)),
                Integer.parseInt(cells.get(7)),
                Double.parseDouble(cells.get(8)),
                Double.parseDouble(cells.get(9)),
                Double.parseDouble(cells.get(10)));
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,%d,%d,%.1f,%d,%d,%.4f,%.5f,%.5f",
                data,
                method,
                at,
                seed,
                steps,
                seconds,
                modes,
                near,
                highQuality,
                mmd,
                frechet);
    }

    /** Whether no mode is missing and a kernel hardly tells the points from real ones. */
    boolean succeeds(int allModes) {
        return near == allModes && mmd <= LARGEST_MMD;
    }
}
