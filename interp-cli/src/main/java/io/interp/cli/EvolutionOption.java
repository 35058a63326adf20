package io.interp.cli;

import io.interp.core.train.AdamOptions;
import io.interp.egan.AdversarialMutation;
import io.interp.egan.Crossover;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.Selection;
import io.interp.egan.fitness.Fitness;
import io.interp.egan.fitness.GradientFitness;
import io.interp.egan.fitness.PairwiseFitness;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** How a generator is evolved: a preset, and what is changed about it. */
final class EvolutionOption {

    /** IE-GAN's weights of diversity, for its points and for its images. */
    private static final double PAIRWISE_POINTS = 1;

    private static final double PAIRWISE_IMAGES = 0.05;

    @Option(
            names = "--preset",
            paramLabel = "released|paper|plane",
            description = "Settings: the released PyTorch code's, the paper's, or those for points (default: plane for"
                    + " points, released for images).")
    private Preset preset;

    @Option(
            names = "--mutations",
            paramLabel = "M,N",
            description =
                    "The objectives, one child each: minimax, heuristic, least-squares, least-squares-logit, hinge"
                            + " (default: the preset's three).")
    private String mutations;

    @Option(
            names = "--fitness",
            paramLabel = "gradient|pairwise",
            defaultValue = "gradient",
            description =
                    "What children are judged by: E-GAN's quality and diversity, or IE-GAN's, which needs no gradient"
                            + " (default: ${DEFAULT-VALUE}).")
    private FitnessKind fitness;

    @Option(
            names = "--gamma",
            paramLabel = "G",
            description =
                    "Weight of diversity in the fitness, at least 0 (default: the preset's; pairwise 1 for points, 0.05"
                            + " for images).")
    private Double gamma;

    @Option(
            names = "--evaluation",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description =
                    "Images each child is judged by, at least 2; the largest part of a generation's cost (default: the"
                            + " preset's, 256).")
    private Integer evaluation;

    @Option(
            names = "--selection",
            paramLabel = "comma|plus|random",
            defaultValue = "comma",
            description =
                    "Who survives: the fittest children, the fittest of children and parents, or children drawn at"
                            + " random (default: ${DEFAULT-VALUE}).")
    private Selection selection;

    @Option(
            names = "--crossover",
            description = "Also cross the two fittest children of each generation, as IE-GAN does.")
    private boolean crossover;

    @Option(
            names = "--parents",
            paramLabel = "MU",
            converter = PositiveInteger.class,
            description = "Survivors of each generation (default: 1).")
    private Integer parents;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Images in a step (default: the preset's).")
    private Integer batch;

    @Option(
            names = "--discriminator-steps",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Steps of the discriminator in each generation (default: the preset's).")
    private Integer discriminatorSteps;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            description = "Adam's learning rate for children and discriminator (default: the preset's).")
    private Double learningRate;

    @Option(
            names = "--r1",
            paramLabel = "G",
            description = "Weight of the penalty on the discriminator's gradients (default: the preset's, 0).")
    private Double r1;

    /** The sets of defaults. */
    enum Preset {
        RELEASED,
        PAPER,
        PLANE
    }

    /** What is compared. */
    enum FitnessKind {
        GRADIENT,
        PAIRWISE
    }

    /**
     * {@return the settings}
     *
     * @param points whether points in the plane are evolved
     * @throws IllegalArgumentException if a number is out of range, a mutation unknown, or settings contradict each other
     */
    EvolutionOptions options(boolean points, long seed) {
        Preset chosen = preset != null ? preset : points ? Preset.PLANE : Preset.RELEASED;
        EvolutionOptions options = switch (chosen) {
            case RELEASED -> EvolutionOptions.released();
            case PAPER -> EvolutionOptions.paper();
            case PLANE -> EvolutionOptions.plane();
        };
        options = options.withSeed(seed).withSelection(selection);
        options = changed(options, fitness(points), EvolutionOptions::withFitness);
        options = changed(options, mutations, (o, names) -> o.withMutations(AdversarialMutation.parse(names)));
        options = changed(options, evaluation, EvolutionOptions::withEvaluationSize);
        options = changed(options, batch, EvolutionOptions::withBatchSize);
        options = changed(options, parents, EvolutionOptions::withParents);
        options = changed(options, discriminatorSteps, EvolutionOptions::withDiscriminatorSteps);
        options = changed(options, learningRate, EvolutionOption::withRate);
        options = changed(options, r1, (o, weight) -> o.withR1(weight, 1));
        return crossover ? options.withCrossover(Optional.of(Crossover.IE_GAN)) : options;
    }

    /** {@return what children are judged by, null for the preset's} */
    private Fitness fitness(boolean points) {
        if (fitness == FitnessKind.PAIRWISE) {
            double usual = points ? PAIRWISE_POINTS : PAIRWISE_IMAGES;
            return new PairwiseFitness(gamma == null ? usual : gamma);
        }
        return gamma == null ? null : new GradientFitness(gamma);
    }

    private static <V> EvolutionOptions changed(
            EvolutionOptions options, V value, BiFunction<EvolutionOptions, V, EvolutionOptions> change) {
        return value == null ? options : change.apply(options, value);
    }

    private static EvolutionOptions withRate(EvolutionOptions options, double rate) {
        return options.withAdam(
                atRate(options.variation().adam(), rate),
                atRate(options.critic().adam(), rate));
    }

    private static AdamOptions atRate(AdamOptions adam, double rate) {
        return new AdamOptions(rate, adam.beta1(), adam.beta2(), adam.epsilon());
    }
}
