package io.interp.partition.mixture;

import java.util.Arrays;

/**
 * A one-to-one matching of the groups of a new mixture to those of an earlier one, that makes the sum of the cosines of
 * matched centers as large as possible. After a fit from scratch it gives each group the label it had before.
 */
public final class LabelMatching {

    private final int[] labels;
    private final double[] cosines;

    private LabelMatching(int[] labels, double[] cosines) {
        this.labels = labels;
        this.cosines = cosines;
    }

    /**
     * Matches the groups of two mixtures of the same layer.
     *
     * @param previous the mixture whose labels are to be kept
     * @param current the mixture to be relabelled
     * @return the matching; a center of zeros counts as cosine 0 with every other
     * @throws IllegalArgumentException if groups or positions differ
     */
    public static LabelMatching of(FilterMixture previous, FilterMixture current) {
        if (previous.groups() != current.groups() || previous.positions() != current.positions()) {
            throw new IllegalArgumentException("can't match " + current.groups() + " groups of "
                    + current.positions() + " positions to " + previous.groups() + " groups of "
                    + previous.positions() + " positions");
        }
        int groups = current.groups();
        double[][] cost = new double[groups][groups];
        for (int c = 0; c < groups; c++) {
            for (int p = 0; p < groups; p++) {
                cost[c][p] = -cosine(current.center(c), previous.center(p));
            }
        }
        int[] labels = assign(cost);
        double[] cosines = new double[groups];
        for (int c = 0; c < groups; c++) {
            cosines[c] = -cost[c][labels[c]];
        }
        return new LabelMatching(labels, cosines);
    }

    /**
     * Assigns rows to columns, each column to one row at most, as many as possible, at the lowest total cost, by the
     * Hungarian method with potentials, O(n^2 m) for n the smaller and m the larger side.
     *
     * @param cost finite costs, {@code [rows][columns]}, all rows of one length
     * @return the column of each row, -1 for rows left over where there are more rows than columns
     * @throws IllegalArgumentException if rows differ in length or a cost is not finite
     */
    public static int[] assign(double[][] cost) {
        int rows = cost.length;
        int columns = rows == 0 ? 0 : cost[0].length;
        for (double[] row : cost) {
            if (row.length != columns || !Arrays.stream(row).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("assignment costs should be finite and all rows of length " + columns
                        + ", got " + Arrays.toString(row));
            }
        }
        if (rows <= columns) {
            return assignAllRows(cost, rows, columns);
        }
        double[][] transposed = new double[columns][rows];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                transposed[c][r] = cost[r][c];
            }
        }
        int[] rowOf = assignAllRows(transposed, columns, rows);
        int[] columnOf = new int[rows];
        Arrays.fill(columnOf, -1);
        for (int c = 0; c < columns; c++) {
            columnOf[rowOf[c]] = c;
        }
        return columnOf;
    }

    /** {@return the earlier label of each new group, {@code [C]}: what {@link FilterMixture#permuted} takes} */
    public int[] labels() {
        return labels.clone();
    }

    /** {@return the cosine of each new group's center with the center it was matched to, {@code [C]}} */
    public double[] cosines() {
        return cosines.clone();
    }

    /**
     * {@return a mixture with its groups under the earlier labels}
     *
     * @param current the new mixture that was matched
     */
    public FilterMixture permuted(FilterMixture current) {
        return current.permuted(labels);
    }

    private static double cosine(double[] x, double[] y) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int k = 0; k < x.length; k++) {
            xy += x[k] * y[k];
            xx += x[k] * x[k];
            yy += y[k] * y[k];
        }
        return xx == 0 || yy == 0 ? 0 : xy / (Math.sqrt(xx) * Math.sqrt(yy));
    }

    /** Shortest augmenting paths, one row after another; index 0 of rows and columns is a dummy. */
    private static int[] assignAllRows(double[][] cost, int rows, int columns) {
        double[] rowPotential = new double[rows + 1];
        double[] columnPotential = new double[columns + 1];
        int[] rowOf = new int[columns + 1];
        int[] cameFrom = new int[columns + 1];
        for (int r = 1; r <= rows; r++) {
            double[] slack = new double[columns + 1];
            Arrays.fill(slack, Double.POSITIVE_INFINITY);
            boolean[] visited = new boolean[columns + 1];
            rowOf[0] = r;
            int column = 0;
            while (rowOf[column] != 0) {
                visited[column] = true;
                int row = rowOf[column];
                double step = Double.POSITIVE_INFINITY;
                int nearest = 0;
                for (int c = 1; c <= columns; c++) {
                    if (!visited[c]) {
                        double reduced = cost[row - 1][c - 1] - rowPotential[row] - columnPotential[c];
                        if (reduced < slack[c]) {
                            slack[c] = reduced;
                            cameFrom[c] = column;
                        }
                        if (slack[c] < step) {
                            step = slack[c];
                            nearest = c;
                        }
                    }
                }
                for (int c = 0; c <= columns; c++) {
                    if (visited[c]) {
                        rowPotential[rowOf[c]] += step;
                        columnPotential[c] -= step;
                    } else {
                        slack[c] -= step;
                    }
                }
                column = nearest;
            }
            while (column != 0) {
                rowOf[column] = rowOf[cameFrom[column]];
                column = cameFrom[column];
            }
        }
        int[] columnOf = new int[rows];
        for (int c = 1; c <= columns; c++) {
            if (rowOf[c] != 0) {
                columnOf[rowOf[c] - 1] = c - 1;
            }
        }
        return columnOf;
    }
}
