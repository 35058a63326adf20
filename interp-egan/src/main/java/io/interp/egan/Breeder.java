package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Pass;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.train.GanTraining.BatchStatistics;
import io.interp.core.train.GeneratorPenalty;
import io.interp.egan.fitness.PairwiseFitness;
import java.util.List;
import java.util.function.Function;

/** Makes children: one step of the optimiser away from a parent, by a mutation or towards the best of two. */
final class Breeder {

    private final Discriminator discriminator;
    private final BatchStatistics batchStatistics;

    Breeder(Discriminator discriminator, BatchStatistics batchStatistics) {
        this.discriminator = discriminator;
        this.batchStatistics = batchStatistics;
    }

    /**
     * Takes one step on a mutation's objective.
     *
     * @param child the individual that moves, a copy of its parent
     * @param latents {@code [N, d]}
     * @return the objective before the step, without the child's penalty
     */
    double mutate(Individual child, Mutation mutation, NDArray latents) {
        Pass scoring = new Pass(batchStatistics.discriminator(), true);
        return step(child, latents, images -> mutation.loss(discriminator.score(images, scoring)));
    }

    /**
     * Takes one step towards the better images of two individuals.
     *
     * @param child the individual that moves, a copy of the fitter one
     * @param parents the two
     * @param latents {@code [N, d]}
     * @param diversityWeight what an image's difference to others counts beside its logit
     * @param seed the seed of the pairings that differences are taken over
     * @return the mean squared error before the step
     */
    double cross(Individual child, List<Individual> parents, NDArray latents, double diversityWeight, long seed) {
        NDManager scope = latents.getManager();
        NDArray first = parents.get(0).images(scope, latents, batchStatistics.generator()); // [N, C, H, W]
        NDArray second = parents.get(1).images(scope, latents, batchStatistics.generator());
        NDArray chosen = better(first, second, diversityWeight, seed);
        return step(child, latents, images -> images.sub(chosen).square().mean());
    }

    /** For each latent, the image with the larger sum of logit and weighted difference to the others of its batch. */
    NDArray better(NDArray first, NDArray second, double diversityWeight, long seed) {
        try (GradScope off = GradScope.off()) {
            NDArray keep = merit(first, diversityWeight, seed)
                    .gte(merit(second, diversityWeight, seed))
                    .toType(first.getDataType(), false)
                    .reshape(first.getShape().get(0), 1, 1, 1); // [N, 1, 1, 1]
            return first.mul(keep).add(second.mul(keep.neg().add(1)));
        }
    }

    private NDArray merit(NDArray images, double diversityWeight, long seed) {
        return discriminator
                .score(images, new Pass(batchStatistics.discriminator(), false))
                .add(PairwiseFitness.differences(images, seed).mul(diversityWeight)); // [N]
    }

    private double step(Individual child, NDArray latents, Function<NDArray, NDArray> objective) {
        List<NDArray> weights = child.adam().weights();
        Gradients.require(weights, true);
        try (NDManager scope = latents.getManager().newSubManager();
                GradScope on = GradScope.on()) {
            NDArray z = latents.stopGradient();
            z.attach(scope);
            NDArray images = child.generator()
                    .run(z, new Pass(batchStatistics.generator(), true), List.of())
                    .images();
            NDArray loss = objective.apply(images);
            NDArray total =
                    child.penalty().map(term -> loss.add(term.loss(z, images))).orElse(loss);
            NDList gradients = Gradients.of(total, weights);
            child.adam().step(gradients);
            child.penalty().ifPresent(GeneratorPenalty::afterStep);
            return loss.getFloat();
        } finally {
            Gradients.require(weights, false);
        }
    }
}
