package io.interp.egan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdversarialMutationTest {

    private static final float[] LOGITS = {-8, -4, -2, -0.3f, 0, 0.7f, 2, 4, 8};
    private static final double RELATIVE = 1e-6;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static double sigmoid(double s) {
        return 1 / (1 + Math.exp(-s));
    }

    private static double softPlus(double s) {
        return Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
    }

    private double loss(Mutation mutation, float... scores) {
        try (NDManager scope = manager.newSubManager()) {
            return mutation.loss(scope.create(scores)).getFloat();
        }
    }

    private float[] slopes(Mutation mutation, float... scores) {
        try (NDManager scope = manager.newSubManager();
                GradScope on = GradScope.on()) {
            NDArray s = scope.create(scores);
            Gradients.require(s);
            return Gradients.of(mutation.loss(s), s).toFloatArray();
        }
    }

    /** Equations 3 to 5 in double, value and slope, one logit at a time and the mean over all. */
    private void agrees(Mutation mutation, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
        double sum = 0;
        for (float s : LOGITS) {
            double expected = value.applyAsDouble(s);
            assertThat(loss(mutation, s)).as("%s at %s", mutation, s).isCloseTo(expected, within(scaled(expected)));
            double expectedSlope = slope.applyAsDouble(s);
            assertThat((double) slopes(mutation, s)[0])
                    .as("slope of %s at %s", mutation, s)
                    .isCloseTo(expectedSlope, within(scaled(expectedSlope)));
            double step = 1e-5;
            assertThat((value.applyAsDouble(s + step) - value.applyAsDouble(s - step)) / (2 * step))
                    .as("the slope is that of the value")
                    .isCloseTo(expectedSlope, within(1e-8));
            sum += expected;
        }
        assertThat(loss(mutation, LOGITS)).isCloseTo(sum / LOGITS.length, within(1e-6));
        float[] all = slopes(mutation, LOGITS);
        for (int i = 0; i < all.length; i++) {
            double expected = slope.applyAsDouble(LOGITS[i]) / LOGITS.length;
            assertThat((double) all[i]).isCloseTo(expected, within(scaled(expected)));
        }
    }

    private static double scaled(double expected) {
        return RELATIVE * Math.abs(expected) + 1e-7; // the floor is what 1 - D keeps of a float32 near D = 1
    }

    @Test
    void minimaxIsHalfTheLogarithmOfOneMinusD() {
        agrees(AdversarialMutation.MINIMAX, s -> -0.5 * softPlus(s), s -> -0.5 * sigmoid(s));
    }

    @Test
    void heuristicIsMinusHalfTheLogarithmOfD() {
        agrees(AdversarialMutation.HEURISTIC, s -> 0.5 * softPlus(-s), s -> -0.5 * sigmoid(-s));
    }

    @Test
    void leastSquaresIsOnProbabilities() {
        agrees(
                AdversarialMutation.LEAST_SQUARES,
                s -> sigmoid(-s) * sigmoid(-s),
                s -> -2 * sigmoid(s) * sigmoid(-s) * sigmoid(-s));
    }

    @Test
    void theOthersAreOnLogits() {
        agrees(AdversarialMutation.LEAST_SQUARES_LOGIT, s -> (s - 1) * (s - 1), s -> 2 * (s - 1));
        agrees(AdversarialMutation.HINGE, s -> -s, s -> -1);
    }

    /** The published table of slopes without the factor 1/2. */
    @Test
    void slopesVanishWhereTheDiscriminatorIsSureButForTheHeuristic() {
        float[] at = {-8, -4, 0, 4};
        double[][] table = {
            {-0.99966, -0.98201, -0.5, -0.01799},
            {-0.00034, -0.01799, -0.5, -0.98201},
            {-0.00067, -0.03469, -0.25, -0.000635}
        };
        List<Mutation> mutations = List.of(
                AdversarialMutation.HEURISTIC.times(2),
                AdversarialMutation.MINIMAX.times(2),
                AdversarialMutation.LEAST_SQUARES);
        for (int row = 0; row < table.length; row++) {
            for (int i = 0; i < at.length; i++) {
                assertThat((double) slopes(mutations.get(row), at[i])[0]).isCloseTo(table[row][i], within(6e-6));
            }
        }
    }

    @Test
    void extremeLogitsGiveFiniteNumbers() {
        for (Mutation mutation : AdversarialMutation.values()) {
            assertThat(loss(mutation, 200f, -200f)).as(mutation.label()).isFinite();
            assertThat(slopes(mutation, 200f, -200f)).as(mutation.label()).doesNotContain(Float.NaN);
        }
    }

    @Test
    void labelsNameThem() {
        assertThat(AdversarialMutation.parse("minimax, least-squares ,heuristic"))
                .containsExactly(
                        AdversarialMutation.MINIMAX, AdversarialMutation.LEAST_SQUARES, AdversarialMutation.HEURISTIC);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AdversarialMutation.parse("minimax,heuristik"))
                .withMessageContaining("heuristik")
                .withMessageContaining("heuristic");
        assertThatIllegalArgumentException().isThrownBy(() -> AdversarialMutation.parse(""));
    }

    @Test
    void othersCanBeBroughtAndScaled() {
        Mutation mean = Mutation.of("mean-score", scores -> scores.mean().neg());
        assertThat(loss(mean, 1, 3)).isEqualTo(-2);
        assertThat(loss(mean.times(3), 1, 3)).isEqualTo(-6);
        assertThat(mean.times(3).label()).isEqualTo("mean-score");
        assertThat(mean.times(3)).hasToString("mean-score x 3.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Mutation.of("Mean Score", scores -> scores));
        assertThatIllegalArgumentException().isThrownBy(() -> mean.times(0));
    }
}
