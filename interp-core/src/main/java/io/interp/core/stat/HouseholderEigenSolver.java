package io.interp.core.stat;

import java.util.Arrays;

/**
 * The portable eigenvalue solver: Householder reduction to tridiagonal form, then implicit QL (EISPACK's tred2 and tql2,
 * by way of JAMA), in plain Java.
 *
 * <p>Differs from its models in two ways. Vectors are kept as rows, so that inner loops run along memory. And what counts
 * as zero is measured against the whole matrix, which keeps matrices of low rank from stalling the iteration, as they do
 * in commons-math3.
 */
final class HouseholderEigenSolver implements SymmetricEigenSolver {

    private static final int MAX_SWEEPS = 100;

    @Override
    public SymmetricEigen solve(double[] matrix, int n) {
        if (matrix.length != (long) n * n) {
            throw new IllegalArgumentException(
                    "matrix of " + n + " rows must have " + (long) n * n + " entries, got " + matrix.length);
        }
        double[][] u = new double[n][n];
        double largest = 0;
        for (int i = 0; i < matrix.length; i++) {
            if (!Double.isFinite(matrix[i])) {
                throw new IllegalArgumentException(
                        "matrix must be finite, got " + matrix[i] + " at row " + i / n + ", column " + i % n);
            }
            largest = Math.max(largest, Math.abs(matrix[i]));
        }
        // Squares of very small or large entries would leave the range of double; a power of two costs no digits.
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        for (int i = 0; i < matrix.length; i++) {
            u[i / n][i % n] = Math.scalb(matrix[i], -exponent);
        }
        double[] diagonal = new double[n];
        double[] off = new double[n];
        tridiagonalise(u, diagonal, off);
        accumulate(u, diagonal);
        iterate(u, diagonal, off);
        double[] vectors = new double[n * n];
        for (int i = 0; i < n; i++) {
            diagonal[i] = Math.scalb(diagonal[i], exponent);
            for (int k = 0; k < n; k++) {
                vectors[k * n + i] = u[i][k];
            }
        }
        return new SymmetricEigen(diagonal, vectors);
    }

    // Leaves the Householder vectors in u, their squared norms in d, and the off-diagonal in e[1..].
    private static void tridiagonalise(double[][] u, double[] d, double[] e) {
        int n = d.length;
        for (int j = 0; j < n; j++) {
            d[j] = u[j][n - 1];
        }
        for (int i = n - 1; i > 0; i--) {
            double scale = 0;
            for (int k = 0; k < i; k++) {
                scale += Math.abs(d[k]);
            }
            double h = 0;
            if (scale == 0) {
                e[i] = d[i - 1];
                for (int j = 0; j < i; j++) {
                    d[j] = u[j][i - 1];
                    u[j][i] = 0;
                    u[i][j] = 0;
                }
            } else {
                for (int k = 0; k < i; k++) {
                    d[k] /= scale;
                    h += d[k] * d[k];
                }
                double f = d[i - 1];
                double g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
                e[i] = scale * g;
                h -= f * g;
                d[i - 1] = f - g;
                reflect(u, d, e, i, h);
            }
            d[i] = h;
        }
        e[0] = 0;
    }

    // Applies the reflection along d[0..i) to both sides of the leading block.
    private static void reflect(double[][] u, double[] d, double[] e, int i, double h) {
        Arrays.fill(e, 0, i, 0);
        for (int j = 0; j < i; j++) {
            double[] row = u[j];
            double f = d[j];
            u[i][j] = f;
            double g = e[j] + row[j] * f;
            for (int k = j + 1; k < i; k++) {
                g += row[k] * d[k];
                e[k] += row[k] * f;
            }
            e[j] = g;
        }
        double product = 0;
        for (int j = 0; j < i; j++) {
            e[j] /= h;
            product += e[j] * d[j];
        }
        double half = product / (h + h);
        for (int j = 0; j < i; j++) {
            e[j] -= half * d[j];
        }
        for (int j = 0; j < i; j++) {
            double[] row = u[j];
            double f = d[j];
            double g = e[j];
            for (int k = j; k < i; k++) {
                row[k] -= f * e[k] + g * d[k];
            }
            d[j] = row[i - 1];
            row[i] = 0;
        }
    }

    // Multiplies the reflections together into u, and moves the diagonal into d.
    private static void accumulate(double[][] u, double[] d) {
        int n = d.length;
        for (int i = 0; i < n - 1; i++) {
            u[i][n - 1] = u[i][i];
            u[i][i] = 1;
            double[] reflection = u[i + 1];
            double h = d[i + 1];
            if (h != 0) {
                for (int k = 0; k <= i; k++) {
                    d[k] = reflection[k] / h;
                }
                for (int j = 0; j <= i; j++) {
                    double[] row = u[j];
                    double g = 0;
                    for (int k = 0; k <= i; k++) {
                        g += reflection[k] * row[k];
                    }
                    for (int k = 0; k <= i; k++) {
                        row[k] -= g * d[k];
                    }
                }
            }
            Arrays.fill(reflection, 0, i + 1, 0);
        }
        for (int j = 0; j < n; j++) {
            d[j] = u[j][n - 1];
            u[j][n - 1] = 0;
        }
        u[n - 1][n - 1] = 1;
    }

    private static void iterate(double[][] u, double[] d, double[] e) {
        int n = d.length;
        double norm = 0;
        for (int i = 0; i < n; i++) {
            norm = Math.max(norm, Math.abs(d[i]) + Math.abs(e[i]));
        }
        System.arraycopy(e, 1, e, 0, n - 1);
        e[n - 1] = 0;
        double negligible = Math.ulp(1.0) * norm;
        double shift = 0;
        for (int l = 0; l < n; l++) {
            int m = l;
            while (Math.abs(e[m]) > negligible) {
                m++;
            }
            for (int sweep = 0; m > l && Math.abs(e[l]) > negligible; sweep++) {
                if (sweep == MAX_SWEEPS) {
                    throw new IllegalStateException("no eigenvalue found in " + MAX_SWEEPS + " sweeps at row " + l);
                }
                shift += sweep(u, d, e, l, m);
            }
            d[l] += shift;
            e[l] = 0;
        }
    }

    // One implicit QL step on rows l to m; returns the shift taken off the diagonal.
    private static double sweep(double[][] u, double[] d, double[] e, int l, int m) {
        double g = d[l];
        double p = (d[l + 1] - g) / (2 * e[l]);
        double r = Math.copySign(Math.hypot(p, 1), p);
        d[l] = e[l] / (p + r);
        d[l + 1] = e[l] * (p + r);
        double next = d[l + 1];
        double shift = g - d[l];
        for (int i = l + 2; i < d.length; i++) {
            d[i] -= shift;
        }
        p = d[m];
        double c = 1;
        double c2 = 1;
        double c3 = 1;
        double s = 0;
        double s2 = 0;
        double second = e[l + 1];
        for (int i = m - 1; i >= l; i--) {
            c3 = c2;
            c2 = c;
            s2 = s;
            g = c * e[i];
            double h = c * p;
            r = Math.hypot(p, e[i]);
            e[i + 1] = s * r;
            s = e[i] / r;
            c = p / r;
            p = c * d[i] - s * g;
            d[i + 1] = h + s * (c * g + s * d[i]);
            rotate(u[i], u[i + 1], c, s);
        }
        p = -s * s2 * c3 * second * e[l] / next;
        e[l] = s * p;
        d[l] = c * p;
        return shift;
    }

    private static void rotate(double[] low, double[] high, double c, double s) {
        for (int k = 0; k < low.length; k++) {
            double h = high[k];
            high[k] = s * low[k] + c * h;
            low[k] = c * low[k] - s * h;
        }
    }
}
