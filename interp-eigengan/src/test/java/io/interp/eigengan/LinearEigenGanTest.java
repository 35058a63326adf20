package io.interp.eigengan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.GeneratorFiles;
import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanLoss;
import io.interp.core.train.GanTraining;
import io.interp.core.train.GanTraining.BatchStatistics;
import io.interp.eigengan.measure.Importance;
import io.interp.eigengan.measure.ImportanceMeter;
import io.interp.eigengan.train.EigenGanTrainer;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.Retraction;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trained as a GAN against Gaussian data, the linear EigenGAN finds their principal components. */
class LinearEigenGanTest {

    private static final double NOISE = 0.04;
    private static final double[] SPECTRUM = {4, 1.8, 0.8, 0.35};

    /** What training found, beside what the data are. */
    private record Found(GaussianData data, LinearModel model, double orthogonality, int dimensions) {

        double cosine(int component) {
            return GaussianData.cosine(model.columns()[component], data.components(dimensions)[component]);
        }

        double worstCosine() {
            double worst = 1;
            for (int j = 0; j < dimensions; j++) {
                worst = Math.min(worst, cosine(j));
            }
            return worst;
        }

        double covarianceError() {
            return new Array2DRowRealMatrix(model.covariance())
                            .subtract(data.covariance())
                            .getFrobeniusNorm()
                    / data.covariance().getFrobeniusNorm();
        }

        double meanError() {
            double sum = 0;
            for (int i = 0; i < data.mean().length; i++) {
                sum += Math.pow(model.mean()[i] - data.mean()[i], 2);
            }
            return Math.sqrt(sum);
        }
    }

    private static Found train(
            GanLoss loss, Retraction retraction, double orthogonality, long seed, int features, double[] spectrum) {
        GaussianData data = GaussianData.draw(seed, 20_000, spectrum, NOISE, features);
        int q = spectrum.length;
        Double[] scales = new Double[q];
        Arrays.setAll(scales, j -> 0.6 * (q - j));
        AdamOptions adam = new AdamOptions(3e-3, 0.5, 0.99, 1e-8);
        // R1 of weight 0.1 without a half is gamma 0.2.
        GanTraining gan =
                new GanTraining(loss, adam, adam, 256, 0.2, 1, 0.995, new BatchStatistics(false, false), seed);
        int steps = 2300;
        EigenGanTraining options = new EigenGanTraining(gan, orthogonality, retraction, false, steps, 0.6, steps);
        LinearEigenGan network = new LinearEigenGan(features, List.of(scales), 0.5);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = network.generator(manager, seed + 1);
                Discriminator discriminator = network.discriminator(manager, 64, seed + 2);
                EigenGanTrainer trainer = new EigenGanTrainer(generator, discriminator, data.images(), options)) {
            for (int i = 0; i < steps; i++) {
                trainer.step();
            }
            double error = Subspace.of(trainer.average(), 1).orthogonalityError();
            return new Found(data, LinearEigenGan.model(trainer.average()).sorted(), error * error, q);
        }
    }

    /** Tolerances of the published theory's own experiments: axes 0.995, lengths 10%, covariance 3%, mean 0.1. */
    private static void assertPrincipalComponents(Found found) {
        LinearModel expected = LinearModel.mostLikely(
                found.data().mean(), found.data().covariance().getData(), found.dimensions());
        for (int j = 0; j < found.dimensions(); j++) {
            assertThat(found.cosine(j)).as("component %s", j).isGreaterThanOrEqualTo(0.995);
            assertThat(Math.pow(found.model().scales()[j] / expected.scales()[j], 2))
                    .as("length %s", j)
                    .isBetween(0.9, 1.1);
        }
        assertThat(GaussianData.worstPrincipalCosine(found.data().components(found.dimensions()), expected.columns()))
                .isCloseTo(1, within(1e-10));
        assertThat(found.covarianceError()).isLessThanOrEqualTo(0.03);
        assertThat(found.meanError()).isLessThanOrEqualTo(0.1);
        assertThat(found.orthogonality()).isLessThanOrEqualTo(1e-2);
    }

    @ParameterizedTest
    @CsvSource({
        "HINGE_MARGIN, NONE, 1, 1, 8, 3",
        "NON_SATURATING, POLAR, 1, 2, 8, 3",
        "NON_SATURATING, QR, 0, 3, 5, 2",
        "NON_SATURATING, NONE, 1, 4, 12, 4"
    })
    void axesAreThePrincipalComponents(
            GanLoss loss, Retraction retraction, double orthogonality, long seed, int features, int dimensions) {
        assertPrincipalComponents(
                train(loss, retraction, orthogonality, seed, features, Arrays.copyOf(SPECTRUM, dimensions)));
    }

    /** The control: without orthogonality the distribution is as good, and the axes are wrong. */
    @Test
    void withoutOrthogonalityTheDistributionIsRightAndTheAxesAreNot() {
        Found found = train(GanLoss.NON_SATURATING, Retraction.NONE, 0, 1, 8, Arrays.copyOf(SPECTRUM, 3));
        assertThat(found.covarianceError()).isLessThanOrEqualTo(0.03);
        assertThat(found.worstCosine()).isLessThan(0.9);
    }

    /** Images move by 2 span l_j u_j: their root mean square is 2 span |l_j| / sqrt(d), so shares of effect are those of |L|. */
    @Test
    void theImportanceOfALinearGeneratorHasAClosedForm() {
        LinearEigenGan network = new LinearEigenGan(9, List.of(4.0, -2.0, 1.0), 0.5);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = network.generator(manager, 1)) {
            Importance importance = new ImportanceMeter(40, 1.5, 2).measure(generator);
            double[] lengths = {4, 2, 1};
            for (int j = 0; j < 3; j++) {
                var row = importance.all().get(j);
                assertThat(row.effect()).isCloseTo(2 * 1.5 * lengths[j] / 3, within(1e-4));
                assertThat(row.scaleShare()).isCloseTo(100 * lengths[j] / 7, within(1e-9));
                assertThat(row.effectShare()).isCloseTo(100 * lengths[j] / 7, within(1e-2));
                assertThat(row.varianceShare()).isCloseTo(100 * lengths[j] * lengths[j] / 21, within(1e-9));
            }
            assertThat(importance.layerEffect(1)).isCloseTo(7.0 / 3, within(1e-4));
            assertThat(importance.effectShares()).hasDimensions(1, 3);
        }
    }

    @Test
    void itIsSavedAndLoadedAndRefusesWhatDoesNotFit(@TempDir Path folder) {
        LinearEigenGan network = new LinearEigenGan(4, List.of(2.0, 1.0), 0.5);
        try (NDManager manager = NDManager.newBaseManager();
                Generator generator = network.generator(manager, 1)) {
            generator.save(folder.resolve("linear"));
            try (Generator loaded = GeneratorFiles.load(folder.resolve("linear"), manager)) {
                assertThat(loaded.fingerprint()).isEqualTo(generator.fingerprint());
                assertThat(LinearEigenGan.model(loaded).variance()).isCloseTo(0.25, within(1e-7));
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new LinearEigenGan(2, List.of(2.0, 1.0), 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new LinearEigenGan(4, List.of(), 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new LinearEigenGan(4, List.of(1.0), 0));
    }
}
