package io.interp.sefa.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.sefa.Directions;
import io.interp.sefa.PrincipalAngles;
import io.interp.testkit.PlantedGenerator;
import io.interp.testkit.drawn.DrawnGan;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrincipalFeaturesTest {

    private static final PlantedGenerator PLANTED = new PlantedGenerator(4, 12, 9, 8, 16, 0.1, 3);
    private static final int SAMPLES = 500;

    private NDManager manager;
    private Generator generator;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        generator = PLANTED.generator(manager);
    }

    @AfterEach
    void close() {
        generator.close();
        manager.close();
    }

    private double[][] rows(NDArray array) {
        float[] values = array.toFloatArray();
        int columns = values.length / SAMPLES;
        double[][] rows = new double[SAMPLES][columns];
        for (int i = 0; i < values.length; i++) {
            rows[i / columns][i % columns] = values[i];
        }
        return rows;
    }

    /** Principal components by commons-math3, and the latents regressed on their coordinates by its least squares. */
    @Test
    void equalsRegressionOnPrincipalComponents() {
        Directions found = PrincipalFeatures.at(PlantedGenerator.AMPLITUDES)
                .samples(SAMPLES)
                .seed(5)
                .apply(Gan.of(generator));
        NDArray z = generator.latents().sample(manager, 5, SAMPLES);
        double[][] latents = rows(z);
        RealMatrix features =
                new Array2DRowRealMatrix(rows(generator.activation(z, PlantedGenerator.AMPLITUDES, Pass.INFERENCE)));
        EigenDecomposition eigen = new EigenDecomposition(new Covariance(features).getCovarianceMatrix());

        assertThat(found).hasSize(9);
        for (int k = 0; k < 5; k++) {
            assertThat(found.eigenvalues()[k])
                    .isCloseTo(eigen.getRealEigenvalue(k), within(1e-5 * eigen.getRealEigenvalue(0)));
            double[] coordinates = features.operate(eigen.getEigenvector(k).toArray());
            double[] direction = new double[9];
            for (int j = 0; j < 9; j++) {
                double[] target = new double[SAMPLES];
                double[][] inputs = new double[SAMPLES][1];
                for (int i = 0; i < SAMPLES; i++) {
                    target[i] = latents[i][j];
                    inputs[i][0] = coordinates[i];
                }
                OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
                regression.newSampleData(target, inputs);
                direction[j] = regression.estimateRegressionParameters()[1];
            }
            double[] angle =
                    PrincipalAngles.between(new double[][] {found.get(k).vector()}, new double[][] {direction});
            assertThat(angle[0]).as("component %d", k).isLessThan(1e-3);
        }
    }

    /** A softplus bends the planted directions, but each amplitude still follows its own one. */
    @Test
    void plantedDirectionsAreWithinTheFirstComponents() {
        Directions found = PrincipalFeatures.at(PlantedGenerator.AMPLITUDES).apply(Gan.of(generator));
        double[] angles = PrincipalAngles.between(found.top(4).vectors(), Arrays.copyOf(PLANTED.directions(), 4));
        assertThat(angles[3]).isLessThan(0.1);
    }

    @Test
    void sameSeedSameDirections() {
        PrincipalFeatures features =
                PrincipalFeatures.at(PlantedGenerator.AMPLITUDES).samples(100);
        assertThat(features.apply(Gan.of(generator)).toArray2d().toDoubles())
                .isEqualTo(features.apply(Gan.of(generator)).toArray2d().toDoubles());
    }

    @Test
    void codesOfALayerGiveItsOwnComponents() {
        Directions found = PrincipalFeatures.at(PlantedGenerator.AMPLITUDES)
                .codesFrom(PlantedGenerator.AMPLITUDES)
                .samples(SAMPLES)
                .apply(Gan.of(generator));
        double[][] vectors = found.vectors();
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < i; j++) {
                double dot = 0;
                for (int k = 0; k < vectors[i].length; k++) {
                    dot += vectors[i][k] * vectors[j][k];
                }
                assertThat(dot).isCloseTo(0, within(1e-6));
            }
        }
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalFeatures.at("amplitude").apply(Gan.of(generator)))
                .withMessageContaining(PlantedGenerator.AMPLITUDES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrincipalFeatures.at("x").samples(1))
                .withMessageContaining("at least 2");
        try (Generator drawn = DrawnGan.generator(manager)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PrincipalFeatures.at("layer3").apply(Gan.of(drawn)))
                    .withMessageContaining("earlier layer");
        }
    }
}
