package io.interp.egan;

import io.interp.core.train.AdamOptions;
import io.interp.core.train.GanTraining.BatchStatistics;
import io.interp.core.train.GeneratorPenalty;
import io.interp.egan.fitness.Fitness;
import io.interp.egan.fitness.GradientFitness;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of evolutionary training. Three presets: {@link #paper()}, {@link #released()} and {@link #plane()}; every
 * {@code with} method returns changed settings.
 *
 * @param variation how children are made
 * @param evaluation how they are judged
 * @param selection which of them survive
 * @param parents the number of parents
 * @param critic how the discriminator is trained
 * @param batchSize the number of latents of a child's step and of images in each half of a discriminator's step
 * @param batchStatistics which networks use, and update, statistics of the batch at hand; the discriminator updates its
 *     running ones only in its own steps
 * @param seed the seed of latents, of the order of the data and of what selection and fitness draw
 */
public record EvolutionOptions(
        VariationOptions variation,
        EvaluationOptions evaluation,
        Selection selection,
        int parents,
        CriticOptions critic,
        int batchSize,
        BatchStatistics batchStatistics,
        long seed) {

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a number is out of range, or there are fewer children than survivors
     */
    public EvolutionOptions {
        Objects.requireNonNull(variation, "variation");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(critic, "critic");
        Objects.requireNonNull(batchStatistics, "batchStatistics");
        if (parents < 1) {
            throw new IllegalArgumentException("evolution needs at least 1 parent, got " + parents);
        }
        if (batchSize < parents) {
            throw new IllegalArgumentException("the batch size must be at least the number of parents, " + parents
                    + ", which share a discriminator's batch; got " + batchSize);
        }
        if (selection == Selection.RANDOM && variation.crossover().isPresent()) {
            throw new IllegalArgumentException(
                    "a crossover pairs children by their fitness, which random selection does not compute");
        }
    }

    /**
     * The paper's algorithm 1: two discriminator steps on fresh images before each evolution step, batches of 16, Adam
     * (2e-4, 0.5, 0.99), one parent, objectives with their factor 1/2, least squares on probabilities. The paper gives
     * neither the weight of diversity nor the number of images children are judged by; both are those of the released
     * PyTorch script.
     *
     * @return the settings, with seed 0
     */
    public static EvolutionOptions paper() {
        AdamOptions adam = new AdamOptions(2e-4, 0.5, 0.99, 1e-8);
        return new EvolutionOptions(
                new VariationOptions(AdversarialMutation.ofPaper(), adam, AdamInheritance.PARENT),
                new EvaluationOptions(new GradientFitness(0.01), 256, true),
                Selection.COMMA,
                1,
                new CriticOptions(2, adam, CriticFakes.FRESH, true, 0, 1),
                16,
                new BatchStatistics(true, true),
                0);
    }

    /**
     * The authors' PyTorch code with its CIFAR-10 script: three discriminator steps on the survivors' evaluation images
     * after each evolution step, batches of 32, Adam (2e-4, 0.5, 0.999), one parent, objectives without the factor 1/2,
     * least squares on logits, gamma 0.01, 256 images and fresh latents for each child.
     *
     * @return the settings, with seed 0
     */
    public static EvolutionOptions released() {
        return new EvolutionOptions(
                new VariationOptions(
                        List.of(
                                AdversarialMutation.HEURISTIC.times(2),
                                AdversarialMutation.MINIMAX.times(2),
                                AdversarialMutation.LEAST_SQUARES_LOGIT),
                        AdamOptions.DCGAN,
                        AdamInheritance.PARENT),
                new EvaluationOptions(new GradientFitness(0.01), 256, false),
                Selection.COMMA,
                1,
                new CriticOptions(3, AdamOptions.DCGAN, CriticFakes.EVALUATED, false, 0, 1),
                32,
                new BatchStatistics(true, true),
                0);
    }

    /**
     * Settings for points in the plane, after the authors' Theano code for its rings and grids: one discriminator step
     * without a mean of gradients (beta1 0), batches of 64, gamma 2 (its beta of 1), 256 images, least squares on
     * probabilities; with a learning rate of 3e-4, common latents and moments inherited from the parent.
     *
     * @return the settings, with seed 0
     */
    public static EvolutionOptions plane() {
        return new EvolutionOptions(
                new VariationOptions(
                        AdversarialMutation.ofPaper(), new AdamOptions(3e-4, 0.5, 0.999, 1e-8), AdamInheritance.PARENT),
                new EvaluationOptions(new GradientFitness(2), 256, true),
                Selection.COMMA,
                1,
                new CriticOptions(1, new AdamOptions(3e-4, 0, 0.999, 1e-8), CriticFakes.EVALUATED, false, 0, 1),
                64,
                new BatchStatistics(true, true),
                0);
    }

    /**
     * {@return how many images a survivor makes in a generation beside those of its step: those it was judged by, and what
     * the discriminator's batches need beyond them}
     */
    public int evaluationImages() {
        int needed = critic.fakes() == CriticFakes.EVALUATED
                ? (Math.multiplyExact(batchSize, critic.steps()) + parents - 1) / parents
                : 0;
        return judges() ? Math.max(needed, evaluation.size()) : needed;
    }

    /** {@return whether there is a choice to make, without which no child is judged} */
    public boolean judges() {
        boolean choice = parents * variation.mutations().size() > parents
                || selection == Selection.PLUS
                || variation.crossover().isPresent();
        return choice && selection != Selection.RANDOM;
    }

    /**
     * {@return the same settings with other mutations}
     *
     * @param mutations the objectives
     */
    public EvolutionOptions withMutations(List<? extends Mutation> mutations) {
        return with(variation.withMutations(mutations));
    }

    /**
     * {@return the same settings with another crossover}
     *
     * @param crossover the crossover, or empty for none
     */
    public EvolutionOptions withCrossover(Optional<Crossover> crossover) {
        return with(variation.withCrossover(crossover));
    }

    /**
     * {@return the same settings with other rules for the optimiser's moments}
     *
     * @param moments where a child's come from
     */
    public EvolutionOptions withMoments(AdamInheritance moments) {
        return with(variation.withMoments(moments));
    }

    /**
     * {@return the same settings with a term added to the objective of every child, and what is done after its step}
     *
     * @param recipe makes the penalty of each individual, such as one that keeps the bases of an EigenGAN orthonormal
     */
    public EvolutionOptions withPenalty(GeneratorPenalty.Recipe recipe) {
        return with(variation.withPenalty(recipe));
    }

    /**
     * {@return the same settings with other optimisers}
     *
     * @param children the children's
     * @param discriminator the discriminator's
     */
    public EvolutionOptions withAdam(AdamOptions children, AdamOptions discriminator) {
        return with(variation.withAdam(children))
                .withCritic(new CriticOptions(
                        critic.steps(),
                        discriminator,
                        critic.fakes(),
                        critic.first(),
                        critic.r1Gamma(),
                        critic.r1Interval()));
    }

    /**
     * {@return the same settings with another fitness}
     *
     * @param fitness what is compared
     */
    public EvolutionOptions withFitness(Fitness fitness) {
        return with(new EvaluationOptions(fitness, evaluation.size(), evaluation.commonLatents()));
    }

    /**
     * {@return the same settings with the paper's fitness of another weight}
     *
     * @param gamma the weight of diversity
     */
    public EvolutionOptions withGamma(double gamma) {
        return withFitness(new GradientFitness(gamma));
    }

    /**
     * {@return the same settings with another number of images for evaluation}
     *
     * @param images how many
     */
    public EvolutionOptions withEvaluationSize(int images) {
        return with(new EvaluationOptions(evaluation.fitness(), images, evaluation.commonLatents()));
    }

    /**
     * {@return the same settings with another rule of survival}
     *
     * @param rule which individuals become parents
     */
    public EvolutionOptions withSelection(Selection rule) {
        return new EvolutionOptions(variation, evaluation, rule, parents, critic, batchSize, batchStatistics, seed);
    }

    /**
     * {@return the same settings with another number of parents}
     *
     * @param count how many
     */
    public EvolutionOptions withParents(int count) {
        return new EvolutionOptions(variation, evaluation, selection, count, critic, batchSize, batchStatistics, seed);
    }

    /**
     * {@return the same settings with other training of the discriminator}
     *
     * @param other its settings
     */
    public EvolutionOptions withCritic(CriticOptions other) {
        return new EvolutionOptions(variation, evaluation, selection, parents, other, batchSize, batchStatistics, seed);
    }

    /**
     * {@return the same settings with another number of discriminator steps}
     *
     * @param steps its steps in each generation
     */
    public EvolutionOptions withDiscriminatorSteps(int steps) {
        return withCritic(new CriticOptions(
                steps, critic.adam(), critic.fakes(), critic.first(), critic.r1Gamma(), critic.r1Interval()));
    }

    /**
     * {@return the same settings with another R1 penalty}
     *
     * @param gamma the weight, 0 for none
     * @param interval how often it is added, in steps of the discriminator
     */
    public EvolutionOptions withR1(double gamma, int interval) {
        return withCritic(
                new CriticOptions(critic.steps(), critic.adam(), critic.fakes(), critic.first(), gamma, interval));
    }

    /**
     * {@return the same settings with another batch size}
     *
     * @param size the batch size
     */
    public EvolutionOptions withBatchSize(int size) {
        return new EvolutionOptions(variation, evaluation, selection, parents, critic, size, batchStatistics, seed);
    }

    /**
     * {@return the same settings with other behaviour of batch norms}
     *
     * @param forGenerator whether generators use batch statistics
     * @param forDiscriminator whether the discriminator does
     */
    public EvolutionOptions withBatchStatistics(boolean forGenerator, boolean forDiscriminator) {
        return new EvolutionOptions(
                variation,
                evaluation,
                selection,
                parents,
                critic,
                batchSize,
                new BatchStatistics(forGenerator, forDiscriminator),
                seed);
    }

    /**
     * {@return the same settings with another seed}
     *
     * @param number the seed
     */
    public EvolutionOptions withSeed(long number) {
        return new EvolutionOptions(
                variation, evaluation, selection, parents, critic, batchSize, batchStatistics, number);
    }

    private EvolutionOptions with(VariationOptions other) {
        return new EvolutionOptions(other, evaluation, selection, parents, critic, batchSize, batchStatistics, seed);
    }

    private EvolutionOptions with(EvaluationOptions other) {
        return new EvolutionOptions(variation, other, selection, parents, critic, batchSize, batchStatistics, seed);
    }
}
