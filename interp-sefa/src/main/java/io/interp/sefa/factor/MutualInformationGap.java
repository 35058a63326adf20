package io.interp.sefa.factor;

import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The mutual information gap: for each factor the mutual information of the code that knows most about it, less that of the
 * next, divided by the factor's entropy; 1 where one code alone tells a factor. What does not take few values is put into
 * bins of equal width from the lowest to the highest.
 *
 * <h2>Reference</h2>
 * Chen et al., "Isolating Sources of Disentanglement in Variational Autoencoders", NeurIPS 2018, equation 6, with the
 * 20 bins of the evaluation code of DisCo (ICLR 2022).
 *
 * @param score the mean gap over factors, from 0 to 1
 * @param gaps the gap of each factor, {@code [F]}
 * @param information the mutual information of each code and factor in nats, {@code [K, F]}
 */
public record MutualInformationGap(double score, HostArray gaps, HostArray information) {

    /** The usual number of bins: {@value}. */
    public static final int BINS = 20;

    /**
     * Measures the gap with 20 bins.
     *
     * @param codes {@code [N][K]}, such as projections on K directions; at least 10 samples
     * @param factors {@code [N][F]} true factors of the same samples, each of which varies
     * @return the gaps
     * @throws IllegalArgumentException if sizes do not fit, a number is not finite, or a factor does not vary
     */
    public static MutualInformationGap of(double[][] codes, double[][] factors) {
        return of(codes, factors, BINS);
    }

    /**
     * Measures the gap.
     *
     * @param codes {@code [N][K]}, such as projections on K directions; at least 10 samples
     * @param factors {@code [N][F]} true factors of the same samples, each of which varies
     * @param bins the number of bins, at least 2
     * @return the gaps; for a single code its mutual information counts
     * @throws IllegalArgumentException if sizes do not fit, a number is not finite, or a factor does not vary
     */
    public static MutualInformationGap of(double[][] codes, double[][] factors, int bins) {
        if (bins < 2) {
            throw new IllegalArgumentException("at least 2 bins are needed, got " + bins);
        }
        FactorTable.check(codes, factors);
        int k = codes[0].length;
        int f = factors[0].length;
        double[] information = new double[k * f];
        double[] gaps = new double[f];
        int[][] binned = new int[k][];
        for (int i = 0; i < k; i++) {
            binned[i] = discrete(FactorTable.column(codes, i), bins);
        }
        for (int j = 0; j < f; j++) {
            int[] factor = discrete(FactorTable.column(factors, j), bins);
            double entropy = entropy(factor);
            double best = 0;
            double next = 0;
            for (int i = 0; i < k; i++) {
                double shared = Math.max(0, entropy(binned[i]) + entropy - entropy(joint(binned[i], factor)));
                information[i * f + j] = shared;
                next = Math.max(next, Math.min(best, shared));
                best = Math.max(best, shared);
            }
            gaps[j] = (best - next) / entropy;
        }
        double score = Arrays.stream(gaps).average().orElseThrow();
        return new MutualInformationGap(score, HostArray.of(gaps, f), HostArray.of(information, k, f));
    }

    /** The place of each value among the distinct ones if they are few, else the number of its bin. */
    static int[] discrete(double[] values, int bins) {
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        if (distinct.length <= bins) {
            return Arrays.stream(values)
                    .mapToInt(v -> Arrays.binarySearch(distinct, v))
                    .toArray();
        }
        double low = distinct[0];
        double width = (distinct[distinct.length - 1] - low) / bins;
        return Arrays.stream(values)
                .mapToInt(v -> Math.min(bins - 1, (int) ((v - low) / width)))
                .toArray();
    }

    private static long[] joint(int[] a, int[] b) {
        long[] pairs = new long[a.length];
        Arrays.setAll(pairs, i -> ((long) a[i] << Integer.SIZE) | b[i]);
        return pairs;
    }

    private static double entropy(int[] values) {
        return entropy(Arrays.stream(values).asLongStream().toArray());
    }

    private static double entropy(long[] values) {
        Map<Long, Integer> counts = new TreeMap<>();
        for (long value : values) {
            counts.merge(value, 1, Integer::sum);
        }
        double entropy = 0;
        for (int count : counts.values()) {
            double share = (double) count / values.length;
            entropy -= share * Math.log(share);
        }
        return entropy;
    }
}
