package io.interp.sefa.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;

class FactorMetricsTest {

    /** Factors of 4 values, each combination once: entropies are log 4 and everything is independent. */
    private static double[][] grid() {
        double[][] factors = new double[256][];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = new double[] {i % 4, i / 4 % 4, i / 16 % 4};
        }
        return factors;
    }

    @Test
    void codesThatAreTheFactorsHaveAGapOfOne() {
        double[][] factors = grid();
        double[][] codes = Arrays.stream(factors)
                .map(f -> new double[] {-f[2], 3 * f[0], f[1] * f[1]})
                .toArray(double[][]::new);
        MutualInformationGap gap = MutualInformationGap.of(codes, factors);
        assertThat(gap.score()).isEqualTo(1, within(1e-12));
        assertThat(gap.information().toDoubles())
                .containsExactly(new double[] {0, 0, Math.log(4), Math.log(4), 0, 0, 0, Math.log(4), 0}, within(1e-12));
    }

    @Test
    void aFactorThatTwoCodesKnowHasNoGap() {
        double[][] factors = grid();
        // The second code knows half of factor 0 (its upper bit): a gap of one bit out of two.
        double[][] codes = Arrays.stream(factors)
                .map(f -> new double[] {f[0], Math.floor(f[0] / 2), f[1], f[1]})
                .toArray(double[][]::new);
        MutualInformationGap gap = MutualInformationGap.of(codes, factors);
        assertThat(gap.gaps().toDoubles()).containsExactly(new double[] {0.5, 0, 0}, within(1e-12));
        assertThat(gap.score()).isEqualTo(0.5 / 3, within(1e-12));
    }

    @Test
    void manyValuesGoIntoBinsOfEqualWidth() {
        double[] values = new double[100];
        Arrays.setAll(values, i -> i);
        int[] bins = MutualInformationGap.discrete(values, 20);
        assertThat(bins[0]).isZero();
        assertThat(bins[99]).isEqualTo(19);
        assertThat(Arrays.stream(bins).distinct().count()).isEqualTo(20);
        assertThat(MutualInformationGap.discrete(new double[] {7, -1, 7, 3}, 20))
                .containsExactly(2, 0, 2, 1);
    }

    @Test
    void axesAreDisentangledAndRotatedAxesAreNot() {
        RandomGenerator random = Draws.stream(3);
        double[][] factors = new double[2000][3];
        for (double[] row : factors) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        double[][] axes = Arrays.stream(factors)
                .map(f -> new double[] {2 * f[1], -f[0], 0.1 * f[2], random.nextGaussian()})
                .toArray(double[][]::new);
        Disentanglement aligned = Disentanglement.of(axes, factors, 0);
        assertThat(aligned.informativeness()).isGreaterThan(0.999);
        assertThat(aligned.disentanglement()).isGreaterThan(0.97);
        assertThat(aligned.completeness()).isGreaterThan(0.97);
        assertThat(aligned.importance().shape()).containsExactly(4, 3);
        double s = Math.sqrt(0.5);
        double[][] turned = Arrays.stream(factors)
                .map(f -> new double[] {s * (f[0] + f[1]), s * (f[0] - f[1]), f[2]})
                .toArray(double[][]::new);
        Disentanglement mixed = Disentanglement.of(turned, factors, 0);
        assertThat(mixed.informativeness()).isGreaterThan(0.999);
        // Coefficients s, s, s, s and 1; two of three codes and factors share two alike, of base 3.
        double pair = 1 - Math.log(2) / Math.log(3);
        double expected = (2 * 2 * s * pair + 1) / (4 * s + 1);
        assertThat(mixed.disentanglement()).isEqualTo(expected, within(0.03));
        assertThat(mixed.completeness()).isEqualTo(expected, within(0.03));
        double[][] noise = Arrays.stream(factors)
                .map(f -> new double[] {random.nextGaussian(), random.nextGaussian()})
                .toArray(double[][]::new);
        assertThat(Disentanglement.of(noise, factors, 0).informativeness()).isLessThan(0.02);
    }

    @Test
    void concentrationIsThatOfItsDefinition() {
        assertThat(Disentanglement.concentration(new double[][] {{1, 0}, {0, 3}}))
                .isEqualTo(1);
        assertThat(Disentanglement.concentration(new double[][] {{1, 1}, {2, 2}}))
                .isEqualTo(0, within(1e-15));
        assertThat(Disentanglement.concentration(new double[][] {{1, 1}, {0, 2}}))
                .isEqualTo(0.5, within(1e-15));
        assertThat(Disentanglement.concentration(new double[][] {{0, 0}})).isZero();
        assertThat(Disentanglement.concentration(new double[][] {{2}, {5}})).isEqualTo(1, within(1e-15));
    }

    @Test
    void lassoWithoutPenaltyIsLeastSquaresAndWithItIsOptimal() {
        RandomGenerator random = Draws.stream(5);
        double[][] root = new double[4][4];
        for (double[] row : root) {
            Arrays.setAll(row, j -> random.nextGaussian());
        }
        Array2DRowRealMatrix r = new Array2DRowRealMatrix(root);
        double[][] gram = r.transpose().multiply(r).getData();
        double[] shared = {1, -2, 0.5, 3};
        double[] plain = new double[4];
        new Lasso(gram).solve(shared, 0, plain);
        double[] exact = new LUDecomposition(new Array2DRowRealMatrix(gram))
                .getSolver()
                .solve(new ArrayRealVector(shared))
                .toArray();
        assertThat(plain).containsExactly(exact, within(1e-4));
        double[] sparse = new double[4];
        new Lasso(gram).solve(shared, 1, sparse);
        for (int j = 0; j < 4; j++) {
            double slope = shared[j];
            for (int i = 0; i < 4; i++) {
                slope -= gram[j][i] * sparse[i];
            }
            // The conditions of the optimum: the slope is the penalty with the coefficient's sign, or within it at 0.
            if (sparse[j] == 0) {
                assertThat(Math.abs(slope)).isLessThanOrEqualTo(1 + 1e-6);
            } else {
                assertThat(slope).isEqualTo(Math.signum(sparse[j]), within(1e-6));
            }
        }
    }

    @Test
    void badTablesAreRefused() {
        double[][] factors = grid();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MutualInformationGap.of(new double[3][1], new double[3][1]))
                .withMessageContaining("10 samples");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MutualInformationGap.of(factors, new double[256][2]))
                .withMessageContaining("factor 0 is 0.0");
        double[][] broken = grid();
        broken[7][1] = Double.NaN;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Disentanglement.of(broken, factors, 0))
                .withMessageContaining("row 7 of codes");
        broken[7] = new double[2];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Disentanglement.of(factors, broken, 0))
                .withMessageContaining("row 7");
        assertThatIllegalArgumentException().isThrownBy(() -> MutualInformationGap.of(factors, factors, 1));
    }
}
