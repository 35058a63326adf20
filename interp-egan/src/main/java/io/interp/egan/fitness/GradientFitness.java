package io.interp.egan.fitness;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.Discriminator;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.train.GanLoss;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The fitness of the paper, F = F_q + gamma F_d. Quality F_q is the mean probability the discriminator gives to the
 * child's images. Diversity F_d is minus the logarithm of the norm of the gradient of the discriminator's loss by all its
 * weights: the less the discriminator would have to change to tell the child's images from real ones, the more varied
 * they are.
 *
 * <p>The gradient is that of the loss of the whole batch, not a mean of norms, and no second derivative is needed. The
 * half of it that real images give is the same for all children and computed once a generation. Squares are added in
 * double; a sum below 1e-20 counts as 1e-20, so that F_d never exceeds 23.03.
 *
 * <h2>Reference</h2>
 *
 * Wang, Xu, Yao and Tao, "Evolutionary Generative Adversarial Networks", IEEE TEVC 2019, equations 6 to 8. The authors'
 * Theano code takes the logarithm of the squared norm, so its weight beta is half of this gamma.
 *
 * @param gamma the weight of diversity, 0 for quality alone
 */
public record GradientFitness(double gamma) implements Fitness {

    /** What a vanishing gradient's sum of squares counts as. */
    public static final double LEAST_SQUARE = 1e-20;

    /**
     * Validates the weight.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public GradientFitness {
        if (!(gamma >= 0) || Double.isInfinite(gamma)) {
            throw new IllegalArgumentException("gamma must be at least 0, got " + gamma);
        }
    }

    @Override
    public String label() {
        return "gradient";
    }

    @Override
    public Judge judge(Arena arena) {
        // -log D(x) of real images is what the heuristic objective is of generated ones, and -log(1 - D(x)) is minus
        // the
        // minimax objective.
        NDArray ofReal = slope(arena, arena.real(), GanLoss.NON_SATURATING::generatorLoss)
                .gradient();
        return images -> {
            try (NDManager scope = images.getManager().newSubManager()) {
                NDArray own = images.stopGradient();
                own.attach(scope);
                Slope fake = slope(
                        arena,
                        own,
                        scores -> GanLoss.MINIMAX.generatorLoss(scores).neg());
                double square = fake.gradient()
                        .add(ofReal)
                        .toType(DataType.FLOAT64, false)
                        .square()
                        .sum()
                        .getDouble();
                return FitnessScore.weighted(meanProbability(fake.scores()), diversity(square), gamma);
            }
        };
    }

    /** F_d of a squared norm; NaN stays NaN. */
    static double diversity(double squaredNorm) {
        return -0.5 * Math.log(Math.max(squaredNorm, LEAST_SQUARE));
    }

    private record Slope(NDArray scores, NDArray gradient) {}

    /** A loss's gradient by all weights as one vector {@code [P]}, on the manager of the images. */
    private static Slope slope(Arena arena, NDArray images, UnaryOperator<NDArray> loss) {
        Discriminator critic = arena.discriminator();
        List<NDArray> weights = List.copyOf(critic.parameters().values());
        NDManager owner = images.getManager();
        Gradients.require(weights, true);
        try (GradScope on = GradScope.on();
                NDManager scope = owner.newSubManager()) {
            NDArray own = images.stopGradient();
            own.attach(scope);
            NDArray scores = critic.score(own, new Pass(arena.training(), true)); // [N]
            NDList gradients = Gradients.of(loss.apply(scores), weights);
            NDList flat = new NDList(gradients.stream().map(NDArray::flatten).toList());
            NDArray gradient = NDArrays.concat(flat).stopGradient(); // [P]
            NDArray seen = scores.stopGradient();
            gradient.attach(owner);
            seen.attach(owner);
            return new Slope(seen, gradient);
        } finally {
            Gradients.require(weights, false);
        }
    }

    private static double meanProbability(NDArray scores) {
        double sum = 0;
        float[] logits = scores.toFloatArray();
        for (float logit : logits) {
            sum += 1 / (1 + Math.exp(-logit));
        }
        return sum / logits.length;
    }
}
