package io.interp.partition.mixture;

import java.util.Arrays;

/**
 * How much two partitions of the same filters agree, whatever their labels. Between fits with different seeds it says
 * how stable the groups are.
 *
 * @param adjustedRand the adjusted Rand index: 1 for equal partitions, 0 on average for unrelated ones (Hubert and
 *     Arabie, 1985)
 * @param normalisedMutualInformation mutual information divided by the mean of the two entropies, from 0 to 1
 * @param matched the share of filters that keep their group under the best one-to-one matching of groups, from 0 to 1
 * @param filters the number of filters compared, those that have a group in both partitions
 */
public record GroupAgreement(double adjustedRand, double normalisedMutualInformation, double matched, int filters) {

    /**
     * Compares two partitions.
     *
     * @param first the group of each filter, {@code [M]}; negative for filters without one
     * @param second the group of each filter in the other partition, {@code [M]}
     * @return their agreement over the filters that have a group in both
     * @throws IllegalArgumentException if lengths differ or no filter has a group in both
     */
    public static GroupAgreement of(int[] first, int[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException("can't compare a partition of " + first.length + " filters with one of "
                    + second.length + " filters");
        }
        double[][] table = table(first, second);
        double[] rows =
                Arrays.stream(table).mapToDouble(r -> Arrays.stream(r).sum()).toArray();
        double[] columns = new double[table.length == 0 ? 0 : table[0].length];
        for (double[] row : table) {
            for (int c = 0; c < columns.length; c++) {
                columns[c] += row[c];
            }
        }
        double total = Arrays.stream(rows).sum();
        if (total == 0) {
            throw new IllegalArgumentException("no filter has a group in both partitions");
        }
        return new GroupAgreement(
                adjustedRand(table, rows, columns, total),
                normalisedMutualInformation(table, rows, columns, total),
                matched(table) / total,
                (int) total);
    }

    /** Counts of filters by first and second group, labels renumbered. */
    private static double[][] table(int[] first, int[] second) {
        int[] firstLabels =
                Arrays.stream(first).filter(g -> g >= 0).sorted().distinct().toArray();
        int[] secondLabels =
                Arrays.stream(second).filter(g -> g >= 0).sorted().distinct().toArray();
        double[][] table = new double[firstLabels.length][secondLabels.length];
        for (int j = 0; j < first.length; j++) {
            if (first[j] >= 0 && second[j] >= 0) {
                table[Arrays.binarySearch(firstLabels, first[j])][Arrays.binarySearch(secondLabels, second[j])]++;
            }
        }
        return table;
    }

    private static double adjustedRand(double[][] table, double[] rows, double[] columns, double total) {
        double together = 0;
        for (double[] row : table) {
            together += pairs(row);
        }
        double expected = total < 2 ? 0 : pairs(rows) * pairs(columns) / (total * (total - 1) / 2);
        double largest = (pairs(rows) + pairs(columns)) / 2;
        // Both partitions are one group, or both are all single filters: they are equal.
        return largest == expected ? 1 : (together - expected) / (largest - expected);
    }

    private static double pairs(double[] counts) {
        return Arrays.stream(counts).map(n -> n * (n - 1) / 2).sum();
    }

    private static double normalisedMutualInformation(double[][] table, double[] rows, double[] columns, double total) {
        double mutual = 0;
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns.length; c++) {
                if (table[r][c] > 0) {
                    mutual += table[r][c] / total * Math.log(table[r][c] * total / (rows[r] * columns[c]));
                }
            }
        }
        double entropies = entropy(rows, total) + entropy(columns, total);
        return entropies == 0 ? 1 : Math.min(1, Math.max(0, 2 * mutual / entropies));
    }

    private static double entropy(double[] counts, double total) {
        return -Arrays.stream(counts)
                .filter(n -> n > 0)
                .map(n -> n / total * Math.log(n / total))
                .sum();
    }

    private static double matched(double[][] table) {
        double[][] cost = new double[table.length][];
        for (int r = 0; r < table.length; r++) {
            cost[r] = Arrays.stream(table[r]).map(n -> -n).toArray();
        }
        int[] columnOf = LabelMatching.assign(cost);
        double matched = 0;
        for (int r = 0; r < table.length; r++) {
            matched += columnOf[r] < 0 ? 0 : table[r][columnOf[r]];
        }
        return matched;
    }
}
