package io.interp.core.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseholderEigenSolverTest {

    private final SymmetricEigenSolver solver = SymmetricEigenSolver.portable();

    private static double[] sorted(double[] values) {
        double[] out = values.clone();
        Arrays.sort(out);
        return out;
    }

    private SymmetricEigen checked(double[] matrix, int n) {
        double[] before = matrix.clone();
        SymmetricEigen eigen = solver.solve(matrix, n);
        assertThat(matrix).isEqualTo(before);
        RealMatrix v = DenseMatrices.of(eigen.vectors(), n);
        RealMatrix input = DenseMatrices.of(matrix, n);
        RealMatrix rebuilt =
                v.multiply(MatrixUtils.createRealDiagonalMatrix(eigen.values())).multiply(v.transpose());
        assertThat(rebuilt.subtract(input).getFrobeniusNorm())
                .isLessThanOrEqualTo(1e-14 * n * input.getFrobeniusNorm());
        RealMatrix gram = v.transpose().multiply(v);
        assertThat(gram.subtract(MatrixUtils.createRealIdentityMatrix(n)).getFrobeniusNorm())
                .isLessThan(1e-14 * n);
        return eigen;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 45})
    void agreesWithCommonsMath(int n) {
        RandomGenerator random = RunningStatContract.random(n);
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                matrix[i * n + j] = random.nextGaussian();
                matrix[j * n + i] = matrix[i * n + j];
            }
        }
        double[] values = sorted(checked(matrix, n).values());
        double[] expected = sorted(new EigenDecomposition(DenseMatrices.of(matrix, n)).getRealEigenvalues());
        for (int i = 0; i < n; i++) {
            assertThat(values[i]).isCloseTo(expected[i], within(1e-13 * n));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "30, 3", "30, 29", "256, 64"})
    void lowRankIsSolved(int n, int rank) {
        double[] matrix = FrechetDistanceTest.covariance(RunningStatContract.random(n), n, rank, 0);
        double[] values = sorted(checked(matrix, n).values());
        double largest = values[n - 1];
        for (int i = 0; i < n; i++) {
            if (i < n - rank) {
                assertThat(values[i]).isCloseTo(0, within(1e-15 * n * largest));
            } else {
                assertThat(values[i]).isGreaterThan(1e-6 * largest);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-200, 1e-20, 1, 1e20, 1e300})
    void secondDifferencesHaveAClosedForm(double scale) {
        // The matrix with 2 on the diagonal and -1 beside it has the eigenvalues 2 - 2 cos(pi k / (n + 1)).
        int n = 20;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            matrix[i * n + i] = 2 * scale;
            if (i > 0) {
                matrix[i * n + i - 1] = -scale;
                matrix[(i - 1) * n + i] = -scale;
            }
        }
        double[] values = sorted(solver.solve(matrix, n).values());
        for (int k = 1; k <= n; k++) {
            assertThat(values[k - 1] / scale).isCloseTo(2 - 2 * Math.cos(Math.PI * k / (n + 1)), within(1e-14));
        }
    }

    @Test
    void diagonalAndZeroMatricesAreExact() {
        double[] values =
                solver.solve(new double[] {3, 0, 0, 0, -1, 0, 0, 0, 1e-30}, 3).values();
        assertThat(sorted(values)).containsExactly(-1, 1e-30, 3);
        assertThat(checked(new double[16], 4).values()).containsOnly(0);
        assertThat(checked(new double[] {5}, 1).values()).containsExactly(5);
    }

    @Test
    void badMatricesAreRefused() {
        assertThatThrownBy(() -> solver.solve(new double[3], 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> solver.solve(new double[] {1, Double.NaN, Double.NaN, 1}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new SymmetricEigen(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
