package io.interp.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each objective against its formula, written with the sigmoid and in double. */
class GanLossTest {

    private static final float[] REAL = {-40, -3.2f, -1, -0.25f, 0, 0.6f, 1, 4.5f, 60};
    private static final float[] FAKE = {-55, -2.4f, -1, -0.75f, 0, 0.1f, 1, 3.5f, 45};

    /** What one image adds to the mean: of a real score, of a fake one, and of a fake one for the generator. */
    private record Formula(DoubleUnaryOperator real, DoubleUnaryOperator fake, DoubleUnaryOperator generator) {

        static Formula of(GanLoss loss) {
            DoubleUnaryOperator minusLogD = x -> minusLogSigmoid(x);
            DoubleUnaryOperator minusLogNotD = x -> minusLogSigmoid(-x);
            return switch (loss) {
                case MINIMAX -> new Formula(minusLogD, minusLogNotD, x -> -minusLogSigmoid(-x));
                case NON_SATURATING -> new Formula(minusLogD, minusLogNotD, minusLogD);
                case LEAST_SQUARES ->
                    new Formula(x -> (x - 1) * (x - 1) / 2, x -> x * x / 2, x -> (x - 1) * (x - 1) / 2);
                case HINGE -> new Formula(x -> Math.max(0, 1 - x), x -> Math.max(0, 1 + x), x -> -x);
                case HINGE_MARGIN ->
                    new Formula(x -> Math.max(0, 1 - x), x -> Math.max(0, 1 + x), x -> Math.max(0, 1 - x));
            };
        }
    }

    private static double minusLogSigmoid(double x) {
        return x < -700 ? -x : Math.log1p(Math.exp(-x));
    }

    private static double mean(float[] scores, DoubleUnaryOperator f) {
        double sum = 0;
        for (float score : scores) {
            sum += f.applyAsDouble(score);
        }
        return sum / scores.length;
    }

    @ParameterizedTest
    @EnumSource(GanLoss.class)
    void lossesAreTheirFormulas(GanLoss loss) {
        Formula formula = Formula.of(loss);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray real = manager.create(REAL);
            NDArray fake = manager.create(FAKE);
            double discriminator = mean(REAL, formula.real) + mean(FAKE, formula.fake);
            double generator = mean(FAKE, formula.generator);
            assertThat((double) loss.discriminatorLoss(real, fake).getFloat())
                    .isCloseTo(discriminator, within(1e-6 * Math.max(1, Math.abs(discriminator))));
            assertThat((double) loss.generatorLoss(fake).getFloat())
                    .isCloseTo(generator, within(1e-6 * Math.max(1, Math.abs(generator))));
        }
    }

    @ParameterizedTest
    @EnumSource(GanLoss.class)
    void extremeScoresStayFinite(GanLoss loss) {
        Formula formula = Formula.of(loss);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (float score : new float[] {-1e6f, -1000, 1000, 1e6f}) {
                NDArray scores = manager.create(new float[] {score});
                double expected = formula.real.applyAsDouble(score) + formula.fake.applyAsDouble(score);
                assertThat((double) loss.discriminatorLoss(scores, scores).getFloat())
                        .isCloseTo(expected, within(1e-6 * Math.abs(expected)));
                double[] slopes = slopes(loss, new float[] {score}, new float[] {score}, false);
                assertThat(slopes).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(GanLoss.class)
    void gradientsAreTheSlopesOfTheFormulas(GanLoss loss) {
        Formula formula = Formula.of(loss);
        boolean corners = loss == GanLoss.HINGE || loss == GanLoss.HINGE_MARGIN;
        float[] real = corners ? withoutCorners(REAL) : REAL;
        float[] fake = corners ? withoutCorners(FAKE) : FAKE;
        assertSlopes(slopes(loss, real, fake, false), real, formula.real);
        assertSlopes(slopes(loss, real, fake, true), fake, formula.generator);
        assertSlopes(fakeSlopes(loss, real, fake), fake, formula.fake);
    }

    @Test
    void anUndecidedDiscriminatorLearns() {
        float[] zero = {0, 0};
        assertThat(slopes(GanLoss.NON_SATURATING, zero, zero, false)).containsOnly(-0.25);
        assertThat(slopes(GanLoss.NON_SATURATING, zero, zero, true)).containsOnly(-0.25);
        assertThat(slopes(GanLoss.MINIMAX, zero, zero, true)).containsOnly(-0.25);
    }

    /** Slopes by the real scores of the discriminator's loss, or by the fake ones of the generator's. */
    private static double[] slopes(GanLoss loss, float[] real, float[] fake, boolean generator) {
        try (NDManager manager = NDManager.newBaseManager();
                GradScope on = GradScope.on()) {
            NDArray realScores = manager.create(real);
            NDArray fakeScores = manager.create(fake);
            Gradients.require(realScores, fakeScores);
            NDArray scalar =
                    generator ? loss.generatorLoss(fakeScores) : loss.discriminatorLoss(realScores, fakeScores);
            return doubles(Gradients.of(scalar, generator ? fakeScores : realScores));
        }
    }

    private static double[] fakeSlopes(GanLoss loss, float[] real, float[] fake) {
        try (NDManager manager = NDManager.newBaseManager();
                GradScope on = GradScope.on()) {
            NDArray realScores = manager.create(real);
            NDArray fakeScores = manager.create(fake);
            Gradients.require(List.of(realScores, fakeScores), true);
            return doubles(Gradients.of(loss.discriminatorLoss(realScores, fakeScores), fakeScores));
        }
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toFloatArray();
        double[] out = new double[values.length];
        Arrays.setAll(out, i -> values[i]);
        return out;
    }

    private static float[] withoutCorners(float[] scores) {
        float[] moved = scores.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.abs(moved[i]) == 1 ? moved[i] * 1.5f : moved[i];
        }
        return moved;
    }

    private static void assertSlopes(double[] slopes, float[] scores, DoubleUnaryOperator f) {
        double h = 1e-4;
        for (int i = 0; i < scores.length; i++) {
            double expected = (f.applyAsDouble(scores[i] + h) - f.applyAsDouble(scores[i] - h)) / (2 * h);
            assertThat(slopes[i] * scores.length)
                    .as("at %s", scores[i])
                    .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
        }
    }
}
