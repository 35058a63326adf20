package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrechetDistanceTest {

    private final FrechetDistance distance = new FrechetDistance();

    private static double[] normal(RandomGenerator random, int length) {
        return random.doubles(length).map(x -> random.nextGaussian()).toArray();
    }

    /** A random covariance of the given rank plus a ridge. */
    static double[] covariance(RandomGenerator random, int n, int rank, double ridge) {
        double[][] factor = new double[n][rank];
        for (double[] row : factor) {
            System.arraycopy(normal(random, rank), 0, row, 0, rank);
        }
        double[] out = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double sum = i == j ? ridge : 0;
                for (int k = 0; k < rank; k++) {
                    sum += factor[i][k] * factor[j][k] / rank;
                }
                out[i * n + j] = sum;
                out[j * n + i] = sum;
            }
        }
        return out;
    }

    private static double trace(double[] matrix, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += matrix[i * n + i];
        }
        return sum;
    }

    private static double[] diagonal(double... values) {
        double[] out = new double[values.length * values.length];
        for (int i = 0; i < values.length; i++) {
            out[i * values.length + i] = values[i];
        }
        return out;
    }

    /** The definition, with the square root of the unsymmetric product found by the Denman-Beavers iteration. */
    private static double byDenmanBeavers(double[] m1, double[] s1, double[] m2, double[] s2) {
        int n = m1.length;
        RealMatrix root = DenseMatrices.of(s1, n).multiply(DenseMatrices.of(s2, n));
        RealMatrix product = root;
        RealMatrix inverse = MatrixUtils.createRealIdentityMatrix(n);
        for (int i = 0; i < 60; i++) {
            RealMatrix next = root.add(new LUDecomposition(inverse).getSolver().getInverse())
                    .scalarMultiply(0.5);
            inverse = inverse.add(new LUDecomposition(root).getSolver().getInverse())
                    .scalarMultiply(0.5);
            root = next;
        }
        assertThat(root.multiply(root).subtract(product).getNorm()).isLessThan(1e-8 * product.getNorm());
        double sum = trace(s1, n) + trace(s2, n) - 2 * root.getTrace();
        for (int i = 0; i < n; i++) {
            sum += (m1[i] - m2[i]) * (m1[i] - m2[i]);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20})
    void agreesWithDenmanBeavers(int n) {
        RandomGenerator random = RunningStatContract.random(n);
        double[] m1 = normal(random, n);
        double[] m2 = normal(random, n);
        double[] s1 = covariance(random, n, 2 * n, 0.1);
        double[] s2 = covariance(random, n, 2 * n, 0.1);
        double expected = byDenmanBeavers(m1, s1, m2, s2);
        assertThat(distance.between(m1, s1, m2, s2)).isCloseTo(expected, within(1e-9 * (1 + expected)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 40})
    void equalGaussiansAreAtZeroAndShiftsAddTheirSquare(int n) {
        RandomGenerator random = RunningStatContract.random(50 + n);
        double[] mean = normal(random, n);
        double[] shifted = mean.clone();
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double d = random.nextGaussian();
            shifted[i] += d;
            squares += d * d;
        }
        double[] full = covariance(random, n, 3 * n, 0.2);
        double scale = trace(full, n);
        assertThat(distance.between(mean, full, mean, full)).isCloseTo(0, within(1e-10 * scale));
        assertThat(distance.between(mean, full, shifted, full)).isCloseTo(squares, within(1e-10 * (scale + squares)));
    }

    @Test
    void diagonalCovariancesHaveAClosedForm() {
        double[] zero = new double[4];
        double[] a = {1, 4, 0.25, 1e-6};
        double[] b = {9, 0, 0.25, 4};
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            expected += Math.pow(Math.sqrt(a[i]) - Math.sqrt(b[i]), 2);
        }
        assertThat(distance.between(zero, diagonal(a), zero, diagonal(b))).isCloseTo(expected, within(1e-12));
    }

    @Test
    void scalarsHaveAClosedForm() {
        double actual = distance.between(new double[] {1}, new double[] {4}, new double[] {3}, new double[] {0.25});
        assertThat(actual).isCloseTo(4 + 2.25, within(1e-14));
    }

    @Test
    void pointsAreAtTheirSquaredDistance() {
        double[] none = new double[4];
        assertThat(distance.between(new double[] {0, 0}, none, new double[] {3, 4}, none))
                .isEqualTo(25);
        assertThat(distance.between(new double[] {0, 0}, diagonal(2, 3), new double[] {0, 0}, none))
                .isCloseTo(5, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 64})
    void rankDeficientCovariancesAreFine(int n) {
        // Both of rank n / 3 in a shared subspace: the distance is that of the small full-rank matrices within it.
        RandomGenerator random = RunningStatContract.random(80 + n);
        int rank = n / 3;
        double[] smallA = covariance(random, rank, 3 * rank, 0.1);
        double[] smallB = covariance(random, rank, 3 * rank, 0.1);
        RealMatrix basis = new QRDecomposition(DenseMatrices.of(covariance(random, n, n, 0.5), n))
                .getQ()
                .getSubMatrix(0, n - 1, 0, rank - 1);
        double[] a = symmetric(basis.multiply(DenseMatrices.of(smallA, rank)).multiply(basis.transpose()));
        double[] b = symmetric(basis.multiply(DenseMatrices.of(smallB, rank)).multiply(basis.transpose()));
        double expected = byDenmanBeavers(new double[rank], smallA, new double[rank], smallB);
        double[] zero = new double[n];
        // A null direction adds at most the square root of the rounding unit, about 1e-8 of the scale.
        double scale = trace(a, n) + trace(b, n);
        assertThat(distance.between(zero, a, zero, b)).isCloseTo(expected, within(n * 3e-8 * scale));
        assertThat(distance.between(zero, a, zero, a)).isCloseTo(0, within(n * 3e-8 * scale));
    }

    private static double[] symmetric(RealMatrix matrix) {
        return DenseMatrices.flat(matrix.add(matrix.transpose()).scalarMultiply(0.5));
    }

    @Test
    void orthogonalSubspacesShareNothing() {
        double[] zero = new double[3];
        assertThat(distance.between(zero, diagonal(2, 0, 0), zero, diagonal(0, 3, 4)))
                .isCloseTo(9, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1, 1e12})
    void isSymmetricAndScalesWithTheSquare(double scale) {
        int n = 12;
        RandomGenerator random = RunningStatContract.random(9);
        double[] m1 = normal(random, n);
        double[] m2 = normal(random, n);
        double[] s1 = covariance(random, n, 30, 0);
        double[] s2 = covariance(random, n, 8, 0);
        double base = distance.between(m1, s1, m2, s2);
        double root = Math.sqrt(scale);
        double[] n1 = scaled(m1, root);
        double[] n2 = scaled(m2, root);
        double forth = distance.between(n1, scaled(s1, scale), n2, scaled(s2, scale));
        double back = distance.between(n2, scaled(s2, scale), n1, scaled(s1, scale));
        assertThat(forth / scale).isCloseTo(base, within(1e-6 * base));
        assertThat(back / forth).isCloseTo(1, within(1e-6));
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }

    @Test
    void usesTheSolverItIsGiven() {
        int[] calls = {0};
        SymmetricEigenSolver counting = (matrix, n) -> {
            calls[0]++;
            return SymmetricEigenSolver.portable().solve(matrix, n);
        };
        new FrechetDistance(counting).between(new double[2], diagonal(1, 2), new double[2], diagonal(3, 4));
        assertThat(calls[0]).isEqualTo(2);
    }

    @Test
    void sizesMustFit() {
        assertThatThrownBy(() -> distance.between(new double[2], new double[4], new double[3], new double[9]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> distance.between(new double[2], new double[4], new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> distance.between(new RunningCovariance(2), new RunningCovariance(2)))
                .isInstanceOf(IllegalStateException.class);
    }
}
