package io.interp.eigengan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The closed form of the highest likelihood: equations 43 to 46 of the proof. */
class LinearModelTest {

    @ParameterizedTest
    @CsvSource({"0, 8, 3", "1, 8, 3", "2, 5, 1", "3, 12, 4", "4, 6, 5"})
    void theMostLikelyModelIsThatOfPrincipalComponents(long seed, int features, int dimensions) {
        double[] spectrum = new double[dimensions];
        Arrays.setAll(spectrum, j -> Math.pow(dimensions - j, 2));
        GaussianData data = GaussianData.draw(seed, 4000, spectrum, 0.04, features);
        LinearModel model =
                LinearModel.mostLikely(data.mean(), data.covariance().getData(), dimensions);
        double[] eigenvalues = new EigenDecomposition(data.covariance()).getRealEigenvalues();
        Arrays.sort(eigenvalues);
        double rest =
                Arrays.stream(eigenvalues, 0, features - dimensions).average().orElseThrow();
        assertThat(model.mean()).containsExactly(data.mean());
        assertThat(model.variance()).isCloseTo(rest, within(1e-10));
        double[][] components = data.components(dimensions);
        for (int j = 0; j < dimensions; j++) {
            assertThat(GaussianData.cosine(model.columns()[j], components[j])).isCloseTo(1, within(1e-12));
            assertThat(model.scales()[j] * model.scales()[j])
                    .isCloseTo(eigenvalues[features - 1 - j] - rest, within(1e-10));
        }
        double best = model.logLikelihood(data.mean(), data.covariance().getData());
        RandomGenerator random = Draws.stream(seed, 5);
        for (int trial = 0; trial < 100; trial++) {
            double size = Math.pow(10, random.nextDouble(-4, 0));
            assertThat(disturbed(model, random, size)
                            .logLikelihood(data.mean(), data.covariance().getData()))
                    .isLessThan(best);
        }
    }

    /** Other numbers all over, with columns that are orthonormal again. */
    private static LinearModel disturbed(LinearModel model, RandomGenerator random, double size) {
        double[][] columns = model.columns();
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < columns[j].length; i++) {
                columns[j][i] += size * random.nextGaussian();
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < j; k++) {
                    double product = dot(columns[j], columns[k]);
                    for (int i = 0; i < columns[j].length; i++) {
                        columns[j][i] -= product * columns[k][i];
                    }
                }
            }
            double length = Math.sqrt(dot(columns[j], columns[j]));
            columns[j] = Arrays.stream(columns[j]).map(x -> x / length).toArray();
        }
        double[] mean = Arrays.stream(model.mean())
                .map(m -> m + size * random.nextGaussian())
                .toArray();
        double[] scales = Arrays.stream(model.scales())
                .map(l -> l * Math.exp(size * random.nextGaussian()))
                .toArray();
        return new LinearModel(mean, columns, scales, model.variance() * Math.exp(size * random.nextGaussian()));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The log-likelihood is the mean of the data's log-densities, by commons-math. */
    @Test
    void theLogLikelihoodIsThatOfTheDensity() {
        GaussianData data = GaussianData.draw(1, 300, new double[] {4, 1}, 0.3, 4);
        LinearModel model =
                disturbed(LinearModel.mostLikely(data.mean(), data.covariance().getData(), 2), Draws.stream(3), 0.2);
        MultivariateNormalDistribution density = new MultivariateNormalDistribution(model.mean(), model.covariance());
        double expected = Arrays.stream(data.rows())
                .mapToDouble(row -> Math.log(density.density(row)))
                .average()
                .orElseThrow();
        assertThat(model.logLikelihood(data.mean(), data.covariance().getData()))
                .isCloseTo(expected, within(1e-9));
    }

    /** Equal eigenvalues leave their axes free, but not what they span. */
    @Test
    void tiedComponentsAreFoundAsASpan() {
        GaussianData data = GaussianData.draw(2, 20_000, new double[] {4, 4, 1}, 0.04, 8);
        double[][] axes = data.components(3);
        double[][] turned = {new double[8], new double[8]};
        for (int i = 0; i < 8; i++) {
            turned[0][i] = 0.6 * axes[0][i] + 0.8 * axes[1][i];
            turned[1][i] = -0.8 * axes[0][i] + 0.6 * axes[1][i];
        }
        LinearModel model =
                LinearModel.mostLikely(data.mean(), data.covariance().getData(), 3);
        assertThat(GaussianData.worstPrincipalCosine(Arrays.copyOf(model.columns(), 2), turned))
                .isCloseTo(1, within(1e-10));
        double tied = (model.scales()[0] + model.scales()[1]) / 2;
        LinearModel free = new LinearModel(
                model.mean(),
                new double[][] {turned[0], turned[1], model.columns()[2]},
                new double[] {tied, tied, model.scales()[2]},
                model.variance());
        double gap = model.logLikelihood(data.mean(), data.covariance().getData())
                - free.logLikelihood(data.mean(), data.covariance().getData());
        assertThat(gap).isBetween(0.0, 1e-3);
    }

    @Test
    void theCovarianceIsThatOfWhatIsGenerated() {
        LinearModel model = new LinearModel(
                new double[3], new double[][] {{0.6, 0.8, 0}, {-0.8, 0.6, 0}}, new double[] {2, -1}, 0.25);
        RealMatrix expected = new Array2DRowRealMatrix(new double[][] {
            {4 * 0.36 + 0.64 + 0.25, 4 * 0.48 - 0.48, 0}, {4 * 0.48 - 0.48, 4 * 0.64 + 0.36 + 0.25, 0}, {0, 0, 0.25}
        });
        assertThat(new Array2DRowRealMatrix(model.covariance())
                        .subtract(expected)
                        .getFrobeniusNorm())
                .isLessThan(1e-12);
        assertThat(model.sorted().scales()).containsExactly(2, -1);
    }

    @Test
    void whatHasNoSolutionIsRefused() {
        double[][] round = {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinearModel.mostLikely(new double[3], round, 1))
                .withMessageContaining("vary no more along component 1");
        assertThatIllegalArgumentException().isThrownBy(() -> LinearModel.mostLikely(new double[3], round, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> LinearModel.mostLikely(new double[3], round, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LinearModel(new double[2], new double[][] {{1, 0}}, new double[] {1}, 0));
    }
}
