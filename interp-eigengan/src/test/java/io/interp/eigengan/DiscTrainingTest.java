package io.interp.eigengan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.train.AdamOptions;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.SmallImages;
import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;

/** A small convolutional EigenGAN on discs, of which we know where they are. */
class DiscTrainingTest {

    private static final int SAMPLES = 600;

    /**
     * The published shape of the result, after a third of the steps and at an eighth of the width of the experiment that
     * tolerances of 0.8 for the explained share and 0.65 for one coordinate come from.
     */
    @Test
    void positionsBecomeLinearInTheCoordinates() {
        EigenGan network = new EigenGan(DiscImages.SIZE, 1, 32, 4, 128, 32, InitialScales.ARITHMETIC);
        AdamOptions adam = new AdamOptions(1e-3, 0.5, 0.999, 1e-8);
        EigenGanTraining brief = EigenGanTraining.brief(700).withMirrored(false);
        EigenGanTraining options = brief.withGan(
                brief.gan().withAdam(adam, adam).withR1(20, 3).withEma(0.99).withSeed(0));
        SmallImages discs = DiscImages.draw(4000, 0);
        try (NDManager manager = NDManager.newBaseManager();
                TrainedEigenGan trained = new EigenGanStrategy(options, discs).train(network, manager)) {
            assertThat(trained.orthogonalityError()).isLessThan(1e-5);
            EigenLatents layout = network.latents();
            double[][] coordinates = new double[SAMPLES][layout.layers() * layout.dimensions()];
            double[][] positions = generated(trained.generator(), layout, coordinates);
            double[][] real = new double[2][SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                double[] position = DiscImages.position(discs.image().apply(i), 0);
                real[0][i] = position[0];
                real[1][i] = position[1];
            }
            for (int axis = 0; axis < 2; axis++) {
                assertThat(Math.sqrt(StatUtils.variance(positions[axis]) / StatUtils.variance(real[axis])))
                        .as("spread along axis %s", axis)
                        .isBetween(0.7, 1.3);
                OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
                regression.newSampleData(positions[axis], coordinates);
                assertThat(regression.calculateRSquared()).as("axis %s", axis).isGreaterThan(0.65);
                assertThat(largestCorrelation(positions[axis], coordinates))
                        .as("axis %s", axis)
                        .isGreaterThan(0.5);
            }
        }
    }

    private static double[][] generated(Generator generator, EigenLatents layout, double[][] coordinates) {
        double[][] positions = new double[2][SAMPLES];
        for (int from = 0; from < SAMPLES; from += 100) {
            try (NDManager scope = generator.manager().newSubManager()) {
                NDArray z = generator.latents().sample(scope, 123, from, 100);
                float[] images = generator.generate(z).toFloatArray();
                float[] latents = z.toFloatArray();
                for (int i = 0; i < 100; i++) {
                    double[] position = DiscImages.position(images, i * DiscImages.SIZE * DiscImages.SIZE);
                    positions[0][from + i] = position[0];
                    positions[1][from + i] = position[1];
                    for (int k = 0; k < coordinates[0].length; k++) {
                        coordinates[from + i][k] = latents[i * layout.total() + layout.noise() + k];
                    }
                }
            }
        }
        return positions;
    }

    private static double largestCorrelation(double[] values, double[][] coordinates) {
        double largest = 0;
        for (int k = 0; k < coordinates[0].length; k++) {
            int at = k;
            double[] column =
                    Arrays.stream(coordinates).mapToDouble(row -> row[at]).toArray();
            largest = Math.max(largest, Math.abs(new PearsonsCorrelation().correlation(values, column)));
        }
        return largest;
    }
}
