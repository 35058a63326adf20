package io.interp.egan.fitness;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.Pass;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;

/**
 * The fitness of IE-GAN, F = F_q + lambda F_d, which needs no gradient. Quality is the mean logit of the child's images;
 * diversity is the mean absolute difference between an image and another one of the same child, over five random
 * pairings.
 *
 * <h2>Reference</h2>
 *
 * Li, Zhang, Hu and Zhang, "IE-GAN: An Improved Evolutionary Generative Adversarial Network Using a New Fitness Function
 * and a Generic Crossover Operator", 2021 (arXiv 2109.11078), and its code.
 *
 * @param lambda the weight of diversity: 1 for the code's points in the plane, 0.05 for its CIFAR-10
 */
public record PairwiseFitness(double lambda) implements Fitness {

    private static final int PAIRINGS = 5;

    /**
     * Validates the weight.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public PairwiseFitness {
        if (!(lambda >= 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("lambda must be at least 0, got " + lambda);
        }
    }

    @Override
    public String label() {
        return "pairwise";
    }

    @Override
    public Judge judge(Arena arena) {
        return images -> {
            try (NDManager scope = images.getManager().newSubManager();
                    GradScope off = GradScope.off()) {
                NDArray own = images.stopGradient();
                own.attach(scope);
                NDArray scores = arena.discriminator().score(own, new Pass(arena.training(), false)); // [N]
                double quality = mean(scores.toFloatArray());
                return FitnessScore.weighted(
                        quality, mean(differences(own, arena.seed()).toFloatArray()), lambda);
            }
        };
    }

    /**
     * How far each image is from others of its batch.
     *
     * @param images {@code [N, C, H, W]}
     * @param seed the seed of the five pairings
     * @return {@code [N]}: the mean absolute difference of pixels to the images it is paired with; owned by the images'
     *     manager
     */
    public static NDArray differences(NDArray images, long seed) {
        int count = Math.toIntExact(images.getShape().get(0));
        NDArray rows = images.reshape(count, -1); // [N, C*H*W]
        NDArray sum = null;
        for (int pairing = 0; pairing < PAIRINGS; pairing++) {
            int[] partners = Draws.distinct(Draws.stream(seed, pairing), count, count);
            NDArray apart = rows.sub(Rows.of(rows, partners)).abs().mean(new int[] {1}); // [N]
            sum = sum == null ? apart : sum.add(apart);
        }
        return sum.div(PAIRINGS);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
