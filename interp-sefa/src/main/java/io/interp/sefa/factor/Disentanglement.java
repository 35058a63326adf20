package io.interp.sefa.factor;

import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import java.util.Arrays;

/**
 * Disentanglement, completeness and informativeness of codes (DCI). Every factor is predicted from all codes by a linear
 * model with a lasso penalty, on standardised numbers; the importance of a code for a factor is the magnitude of its
 * coefficient. A code is disentangled if it matters for one factor only, a factor is complete if one code suffices.
 *
 * <p>With importances R, P a row of R divided by its sum and Q a column likewise: D is the mean of 1 - H(P) over codes,
 * H to the base of the number of factors, weighed by what the codes matter in all; C is the same over factors and Q, to the
 * base of the number of codes; I is the mean over factors of the share of variance explained on samples held back, not
 * below 0. Samples are split 60 : 20 : 20 to fit, to choose the penalty, and to test. Linear models see no relation that is
 * not linear, and take the number of a choice as a number.
 *
 * <h2>Reference</h2>
 * Eastwood and Williams, "A Framework for the Quantitative Evaluation of Disentangled Representations", ICLR 2018,
 * section 2, with its lasso; the weights over factors follow its weights over codes.
 *
 * @param disentanglement D, from 0 to 1
 * @param completeness C, from 0 to 1
 * @param informativeness I, from 0 to 1
 * @param importance R, {@code [K, F]}
 */
public record Disentanglement(
        double disentanglement, double completeness, double informativeness, HostArray importance) {

    private static final long SPLIT = 0xdc;
    private static final int PENALTIES = 13;
    private static final double SMALLEST_PENALTY = 1e-3;

    /**
     * Measures all three.
     *
     * @param codes {@code [N][K]}, such as projections on K directions; at least 10 samples
     * @param factors {@code [N][F]} true factors of the same samples, each of which varies
     * @param seed decides the split
     * @return the scores
     * @throws IllegalArgumentException if sizes do not fit, a number is not finite, or a factor does not vary
     */
    public static Disentanglement of(double[][] codes, double[][] factors, long seed) {
        FactorTable.check(codes, factors);
        int n = codes.length;
        int[] order = Draws.distinct(Draws.stream(seed, SPLIT), n, n);
        int fit = n * 3 / 5;
        int choose = n * 4 / 5;
        double[][] x = standardised(codes, order, fit);
        double[][] y = standardised(factors, order, fit);
        int k = codes[0].length;
        int f = factors[0].length;
        Lasso lasso = new Lasso(covariance(x, x, fit));
        double[][] shared = covariance(y, x, fit); // [F][K]
        double[] importance = new double[k * f];
        double informed = 0;
        for (int j = 0; j < f; j++) {
            double[] best = fit(lasso, shared[j], x, y, j, fit, choose);
            for (int i = 0; i < k; i++) {
                importance[i * f + j] = Math.abs(best[i]);
            }
            informed += Math.max(0, explained(x, y, j, best, choose, n)) / f;
        }
        double[][] rows = new double[k][f];
        double[][] columns = new double[f][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < f; j++) {
                rows[i][j] = importance[i * f + j];
                columns[j][i] = importance[i * f + j];
            }
        }
        return new Disentanglement(
                concentration(rows), concentration(columns), informed, HostArray.of(importance, k, f));
    }

    /** Columns with mean 0 and deviation 1 over the samples to fit, samples in the given order; constants become 0. */
    private static double[][] standardised(double[][] rows, int[] order, int fit) {
        double[][] out = new double[rows.length][rows[0].length];
        for (int j = 0; j < rows[0].length; j++) {
            double mean = 0;
            for (int i = 0; i < fit; i++) {
                mean += rows[order[i]][j] / fit;
            }
            double variance = 0;
            for (int i = 0; i < fit; i++) {
                variance += Math.pow(rows[order[i]][j] - mean, 2) / fit;
            }
            double deviation = Math.sqrt(variance);
            for (int i = 0; i < rows.length; i++) {
                out[i][j] = deviation > 0 ? (rows[order[i]][j] - mean) / deviation : 0;
            }
        }
        return out;
    }

    private static double[][] covariance(double[][] a, double[][] b, int fit) {
        double[][] sum = new double[a[0].length][b[0].length];
        for (int s = 0; s < fit; s++) {
            for (int i = 0; i < sum.length; i++) {
                for (int j = 0; j < b[0].length; j++) {
                    sum[i][j] += a[s][i] * b[s][j] / fit;
                }
            }
        }
        return sum;
    }

    /** The coefficients along a path of falling penalties that explain most on the samples to choose by. */
    private static double[] fit(
            Lasso lasso, double[] shared, double[][] x, double[][] y, int factor, int fit, int choose) {
        double largest = Arrays.stream(shared).map(Math::abs).max().orElseThrow();
        double[] coefficients = new double[shared.length];
        double[] best = coefficients.clone();
        double explained = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < PENALTIES; p++) {
            double penalty = largest * Math.pow(SMALLEST_PENALTY, (double) p / (PENALTIES - 1));
            lasso.solve(shared, penalty, coefficients);
            double now = explained(x, y, factor, coefficients, fit, choose);
            if (now > explained) {
                explained = now;
                best = coefficients.clone();
            }
        }
        return best;
    }

    /** The share of a factor's variance that is explained on some samples. */
    private static double explained(double[][] x, double[][] y, int factor, double[] coefficients, int from, int to) {
        double mean = 0;
        for (int s = from; s < to; s++) {
            mean += y[s][factor] / (to - from);
        }
        double rest = 0;
        double all = 0;
        for (int s = from; s < to; s++) {
            double predicted = 0;
            for (int i = 0; i < coefficients.length; i++) {
                predicted += coefficients[i] * x[s][i];
            }
            rest += Math.pow(y[s][factor] - predicted, 2);
            all += Math.pow(y[s][factor] - mean, 2);
        }
        return all > 0 ? 1 - rest / all : 0;
    }

    /** The mean of 1 - H(row / its sum), weighed by the rows' sums; 0 if nothing matters. */
    static double concentration(double[][] rows) {
        double total = Arrays.stream(rows).flatMapToDouble(Arrays::stream).sum();
        if (total == 0) {
            return 0;
        }
        double mean = 0;
        for (double[] row : rows) {
            double sum = Arrays.stream(row).sum();
            double entropy = 0;
            for (double value : row) {
                entropy -= value > 0 ? value / sum * Math.log(value / sum) : 0;
            }
            mean += sum / total * (row.length == 1 ? 1 : 1 - entropy / Math.log(row.length));
        }
        return mean;
    }
}
