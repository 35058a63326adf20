package io.interp.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How codes go with factors, by Pearson's correlation.
 *
 * @param entropy the mean over factors of the entropy of the absolute correlations with all codes, made to sum to 1, in bits
 * @param largest the mean over factors of the largest absolute correlation with a code
 */
record CodeCorrelation(double entropy, double largest) {

    private static final double LN2 = Math.log(2);

    /**
     * Correlates.
     *
     * @param codes {@code [N][K]}
     * @param factors {@code [N][F]}
     */
    static CodeCorrelation of(double[][] codes, double[][] factors) {
        PearsonsCorrelation pearson = new PearsonsCorrelation();
        double[][] byCode = columns(codes);
        double entropy = 0;
        double largest = 0;
        double[][] byFactor = columns(factors);
        for (double[] factor : byFactor) {
            double[] all = Arrays.stream(byCode)
                    .mapToDouble(code -> Math.abs(pearson.correlation(code, factor)))
                    .toArray();
            double sum = Arrays.stream(all).sum();
            entropy += Arrays.stream(all)
                            .map(r -> r / sum)
                            .map(p -> p > 0 ? -p * Math.log(p) / LN2 : 0)
                            .sum()
                    / byFactor.length;
            largest += Arrays.stream(all).max().orElseThrow() / byFactor.length;
        }
        return new CodeCorrelation(entropy, largest);
    }

    private static double[][] columns(double[][] rows) {
        return IntStream.range(0, rows[0].length)
                .mapToObj(column ->
                        Arrays.stream(rows).mapToDouble(row -> row[column]).toArray())
                .toArray(double[][]::new);
    }
}
