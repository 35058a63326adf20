package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.data.ImageSource;
import io.interp.core.tensor.Draws;
import io.interp.core.train.Checkpoint;
import io.interp.egan.fitness.Arena;
import io.interp.egan.fitness.Judge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evolves generators against a discriminator. In each generation every parent has one child of each mutation, a copy that
 * takes one step on the mutation's objective; the children are judged by the discriminator; the fittest become the
 * parents of the next generation; and the discriminator takes its own steps.
 *
 * <p>Siblings start from the same parent: neither weights nor an optimiser's moments are shared between individuals. What
 * a generation draws depends on the seed and its number alone, so an evolution restored from a checkpoint goes on as if
 * it had never stopped, to the same bytes on one machine. With one parent, one mutation, one discriminator step that
 * comes first and fresh images, a generation is a step of {@link io.interp.core.train.GanTrainer}, bit for bit.
 *
 * <p>The generator it starts from stays as it is; the discriminator is trained in place. The trainer owns the population.
 *
 * <pre>{@code
 * try (EvolutionTrainer trainer = new EvolutionTrainer(generator, discriminator, faces, EvolutionOptions.released())) {
 *     for (int i = 0; i < 10_000; i++) {
 *         GenerationReport report = trainer.step();
 *     }
 *     trainer.best().save(Path.of("generator"));
 * }
 * }</pre>
 *
 * <h2>Reference</h2>
 *
 * Wang, Xu, Yao and Tao, "Evolutionary Generative Adversarial Networks", IEEE TEVC 2019, algorithm 1.
 */
public final class EvolutionTrainer implements AutoCloseable {

    private static final long CRITIC_LATENTS = 1;
    private static final long FITNESS = 6;

    private final Discriminator discriminator;
    private final ImageSource data;
    private final EvolutionOptions options;
    private final RealBatches batches;
    private final NDManager manager;
    private final CriticTrainer critic;
    private final Population population;
    private final InheritedMoments moments;
    private final Variation variation;
    private final List<GenerationReport> reports = new ArrayList<>();

    /**
     * Prepares an evolution.
     *
     * @param ancestor what all first parents are copies of; not changed
     * @param discriminator the discriminator, trained in place
     * @param data the real images
     * @param options the settings
     * @throws IllegalArgumentException if the images of data, generator and discriminator differ in shape, or the penalty is
     *     of another kind of generator
     */
    public EvolutionTrainer(
            Generator ancestor, Discriminator discriminator, ImageSource data, EvolutionOptions options) {
        Shape shape = ancestor.imageShape();
        Shape real = new Shape(data.channels(), data.height(), data.width());
        if (!discriminator.imageShape().equals(shape) || !real.equals(shape)) {
            throw new IllegalArgumentException("the generator makes images " + shape + ", the discriminator takes "
                    + discriminator.imageShape() + " and those of " + data.name() + " are " + real
                    + "; they must be the same");
        }
        options.variation().penalty().ifPresent(recipe -> recipe.of(ancestor)); // refuses before anything is made
        this.discriminator = discriminator;
        this.data = data;
        this.options = options;
        batches = new RealBatches(options, data.size());
        manager = ancestor.manager().newSubManager();
        critic = new CriticTrainer(
                manager,
                discriminator,
                options.critic(),
                options.batchStatistics().discriminator());
        population = new Population(manager, ancestor, options);
        moments = new InheritedMoments(manager, ancestor.parameters(), options.variation());
        variation = new Variation(options, population, moments, new Breeder(discriminator, options.batchStatistics()));
    }

    /**
     * Takes one generation.
     *
     * @return what was measured
     * @throws InterpException if the discriminator's loss, or that of children nothing judges, is not finite; the weights
     *     are then lost, go on from the last checkpoint with a smaller learning rate or a stronger penalty
     */
    public GenerationReport step() {
        long step = reports.size();
        try (NDManager scope = manager.newSubManager()) {
            Optional<CriticTrainer.Measured> first =
                    options.critic().first() ? Optional.of(critic(scope, step, List.of())) : Optional.empty();
            List<ChildReport> children = new ArrayList<>();
            List<Candidate> survivors = evolve(scope, step, children);
            CriticTrainer.Measured measured = first.orElseGet(() -> critic(scope, step, survivors));
            GenerationReport report = new GenerationReport(
                    step + 1, measured.loss(), measured.realScore(), measured.fakeScore(), children);
            requireFinite(report);
            reports.add(report);
            return report;
        }
    }

    private void requireFinite(GenerationReport report) {
        boolean children =
                options.judges() || report.children().stream().allMatch(child -> Double.isFinite(child.loss()));
        if (!Double.isFinite(report.discriminatorLoss()) || !children) {
            throw new InterpException("training diverged at step " + report.step() + ": the discriminator's loss is "
                    + report.discriminatorLoss() + ", the children are " + report.children()
                    + "; go on from the last checkpoint with a smaller learning rate or a stronger penalty");
        }
    }

    /** Variation, evaluation and selection; returns the survivors, the fittest first. */
    private List<Candidate> evolve(NDManager scope, long step, List<ChildReport> children) {
        try (KeptBuffers kept = new KeptBuffers(scope, discriminator)) {
            Optional<Judge> judge = judge(scope, step);
            List<Candidate> candidates = variation.breed(scope, step, judge);
            List<Candidate> survivors = new ArrayList<>(
                    judge.isEmpty()
                            ? candidates
                            : Survival.fittest(candidates, one -> one.score().fitness(), options.parents()));
            // Where too few children have a finite fitness parents live on: without them the line would end.
            for (int parent = 0; survivors.size() < options.parents(); parent++) {
                survivors.add(variation.parent(scope, step, parent, Optional.empty()));
            }
            List<Individual> alive =
                    survivors.stream().map(Candidate::individual).toList();
            List<Individual> bred =
                    candidates.stream().map(Candidate::individual).toList();
            candidates.forEach(one -> children.add(one.report(alive.contains(one.individual()))));
            survivors.stream()
                    .filter(one -> !bred.contains(one.individual()))
                    .forEach(one -> children.add(one.report(true)));
            population.succeed(alive);
            return survivors;
        }
    }

    private Optional<Judge> judge(NDManager scope, long step) {
        if (!options.judges()) {
            return Optional.empty();
        }
        NDArray real = data.batch(scope, batches.evaluation(step)); // [E, C, H, W]
        return Optional.of(options.evaluation()
                .fitness()
                .judge(new Arena(
                        discriminator,
                        real,
                        options.batchStatistics().discriminator(),
                        Draws.derive(options.seed(), FITNESS, step))));
    }

    private CriticTrainer.Measured critic(NDManager scope, long generation, List<Candidate> survivors) {
        int steps = options.critic().steps();
        List<CriticTrainer.Measured> all = new ArrayList<>();
        Optional<FakePool> pool = options.critic().fakes() == CriticFakes.EVALUATED
                ? Optional.of(new FakePool(scope, options, population.latents(), generation, survivors))
                : Optional.empty();
        for (int k = 0; k < steps; k++) {
            try (NDManager way = scope.newSubManager()) {
                NDArray real = data.batch(way, batches.critic(generation, k)); // [m, C, H, W]
                long step = generation * steps + k;
                NDArray fake = pool.isPresent() ? pool.get().batch(way, k) : fresh(way, step); // [m, C, H, W]
                all.add(critic.step(step, real, fake));
            }
        }
        return CriticTrainer.Measured.mean(all);
    }

    /** An equal share of each parent's images; of what is left over, one more from each of the first. */
    private NDArray fresh(NDManager way, long step) {
        long seed = Draws.derive(options.seed(), CRITIC_LATENTS, step);
        NDList shares = new NDList();
        int from = 0;
        for (int i = 0; i < options.parents(); i++) {
            int count = options.batchSize() / options.parents() + (i < options.batchSize() % options.parents() ? 1 : 0);
            NDArray z = population.latents().sample(way, seed, from, count);
            shares.add(population
                    .parents()
                    .get(i)
                    .images(way, z, options.batchStatistics().generator()));
            from += count;
        }
        return shares.size() == 1 ? shares.head() : NDArrays.concat(shares);
    }

    /** {@return the number of generations so far} */
    public long steps() {
        return reports.size();
    }

    /** {@return the settings} */
    public EvolutionOptions options() {
        return options;
    }

    /** {@return the fittest of the last survivors; the trainer owns it, and the next step changes it} */
    public Generator best() {
        return population.parents().get(0).generator();
    }

    /** {@return all present parents, the fittest first; the trainer owns them, and the next step changes them} */
    public List<Generator> parents() {
        return population.parents().stream().map(Individual::generator).toList();
    }

    /** {@return what every generation measured, those before a restore included} */
    public EvolutionHistory history() {
        return new EvolutionHistory(reports);
    }

    /**
     * Writes everything evolution needs to go on: parents, discriminator, all moments and the history.
     *
     * @param file the checkpoint; written under a temporary name and moved
     */
    public void save(Path file) {
        Checkpoint checkpoint = new Checkpoint();
        parts().forEach(part -> checkpoint.put(part.name(), part.read().get()));
        EvolutionHistory history = history();
        checkpoint.put("history", history.state());
        checkpoint.note("origins", String.join(",", history.origins()));
        checkpoint.note("options", options.toString());
        checkpoint.write(file);
    }

    /**
     * Puts a checkpoint back.
     *
     * @param file what {@link #save} wrote
     * @throws IllegalArgumentException if it was written with other settings or for other networks; nothing is changed
     *     then, unless the networks differ
     */
    public void restore(Path file) {
        Checkpoint checkpoint = Checkpoint.read(file);
        if (!options.toString().equals(checkpoint.note("options"))) {
            throw new IllegalArgumentException("the checkpoint " + file + " was written with other settings: "
                    + checkpoint.note("options") + ", now " + options);
        }
        EvolutionHistory saved = EvolutionHistory.fromState(
                checkpoint.get("history"), List.of(checkpoint.note("origins").split(",")));
        parts().forEach(part -> part.write().accept(checkpoint.get(part.name())));
        reports.clear();
        reports.addAll(saved.generations());
    }

    private List<Checkpoint.Part> parts() {
        List<Checkpoint.Part> parts = new ArrayList<>(population.parts());
        parts.addAll(moments.parts());
        parts.add(Checkpoint.Part.of("discriminator", discriminator.state()));
        parts.add(new Checkpoint.Part("discriminatorAdam", critic.adam()::state, critic.adam()::restore));
        return parts;
    }

    /** Frees the population and the optimisers; the ancestor and the discriminator stay the caller's. */
    @Override
    public void close() {
        population.close();
        moments.close();
        critic.close();
        manager.close();
    }
}
