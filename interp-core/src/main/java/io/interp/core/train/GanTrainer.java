package io.interp.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.Discriminator;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.Pass;
import io.interp.core.data.EpochOrder;
import io.interp.core.data.ImageSource;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.Gradients;
import io.interp.core.tensor.TensorOps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Alternates one step of the discriminator and one of the generator.
 *
 * <p>What a step draws (latents, images) depends on the seed and the step's number alone, so a trainer restored from a
 * checkpoint goes on as if it had never stopped, to the same bytes on one machine. Both networks are trained in place
 * and stay the caller's; the trainer owns the optimisers' moments and the moving average. Between steps no weight
 * requires gradients.
 *
 * <pre>{@code
 * try (GanTrainer trainer = new GanTrainer(generator, discriminator, faces, GanTraining.fromScratch())) {
 *     for (int i = 0; i < 10_000; i++) {
 *         StepReport report = trainer.step();
 *     }
 *     trainer.average().save(Path.of("generator"));
 * }
 * }</pre>
 */
public final class GanTrainer implements AutoCloseable {

    private static final long DISCRIMINATOR_LATENTS = 1;
    private static final long GENERATOR_LATENTS = 2;

    private final Generator generator;
    private final Discriminator discriminator;
    private final ImageSource data;
    private final GanTraining options;
    private final Optional<GeneratorPenalty> penalty;
    private final EpochOrder order;
    private final NDManager manager;
    private final Adam generatorAdam;
    private final Adam discriminatorAdam;
    private final MovingAverage average;
    private long steps;

    /**
     * Prepares training.
     *
     * @param generator the generator, trained in place
     * @param discriminator the discriminator, trained in place
     * @param data the real images
     * @param options the settings
     * @throws IllegalArgumentException if the images of data, generator and discriminator differ in shape
     */
    public GanTrainer(Generator generator, Discriminator discriminator, ImageSource data, GanTraining options) {
        this(generator, discriminator, data, options, Optional.empty());
    }

    /**
     * Prepares training in which the generator's loss has another term.
     *
     * @param generator the generator, trained in place
     * @param discriminator the discriminator, trained in place
     * @param data the real images
     * @param options the settings
     * @param penalty the term, which is asked at every step of the generator; it keeps no state that a checkpoint misses
     * @throws IllegalArgumentException if the images of data, generator and discriminator differ in shape
     */
    public GanTrainer(
            Generator generator,
            Discriminator discriminator,
            ImageSource data,
            GanTraining options,
            GeneratorPenalty penalty) {
        this(generator, discriminator, data, options, Optional.of(penalty));
    }

    private GanTrainer(
            Generator generator,
            Discriminator discriminator,
            ImageSource data,
            GanTraining options,
            Optional<GeneratorPenalty> penalty) {
        var shape = generator.imageShape();
        if (!discriminator.imageShape().equals(shape)
                || shape.get(0) != data.channels()
                || shape.get(1) != data.height()
                || shape.get(2) != data.width()) {
            throw new IllegalArgumentException("the generator makes images " + shape + ", the discriminator takes "
                    + discriminator.imageShape() + " and the data are (" + data.channels() + ", " + data.height()
                    + ", " + data.width() + "); they must be the same");
        }
        this.generator = generator;
        this.discriminator = discriminator;
        this.data = data;
        this.options = options;
        this.penalty = penalty;
        order = EpochOrder.of(options.seed(), data.size(), options.batchSize(), EpochOrder.Tail.CONTINUE);
        manager = generator.manager().newSubManager();
        generatorAdam = new Adam(manager, generator.parameters(), options.generator());
        discriminatorAdam = new Adam(manager, discriminator.parameters(), options.discriminator());
        average = new MovingAverage(generator, options.emaDecay());
    }

    /**
     * Takes one step of the discriminator, then one of the generator, then moves the average.
     *
     * @return what was measured
     * @throws InterpException if a loss is not finite; the weights are then lost, go on from the last checkpoint with a
     *     smaller learning rate or a stronger penalty
     */
    public StepReport step() {
        return step(1);
    }

    /**
     * Takes one step of the discriminator, then one of the generator, of another size, then moves the average.
     *
     * @param factor multiplies both learning rates in this step, such as a schedule's
     * @return what was measured
     * @throws InterpException if a loss is not finite, as in {@link #step()}
     */
    public StepReport step(double factor) {
        double[] critic = discriminatorStep(factor);
        double generatorLoss = generatorStep(factor);
        StepReport report = new StepReport(steps + 1, critic[0], generatorLoss, critic[1], critic[2], critic[3]);
        average.update();
        steps++;
        if (!Double.isFinite(report.discriminatorLoss()) || !Double.isFinite(report.generatorLoss())) {
            throw new InterpException("training diverged at step " + steps + ": the losses are "
                    + report.discriminatorLoss() + " and " + report.generatorLoss()
                    + "; go on from the last checkpoint with a smaller learning rate or a stronger penalty");
        }
        return report;
    }

    /**
     * Takes one step of the discriminator alone, which is how a fresh one catches up with a trained generator. It counts
     * as a step: it draws the images and latents of its own number.
     *
     * @return what was measured, the generator's loss NaN
     */
    public StepReport warmUpStep() {
        double[] critic = discriminatorStep(1);
        steps++;
        return new StepReport(steps, critic[0], Double.NaN, critic[1], critic[2], critic[3]);
    }

    /** Loss, mean real score, mean fake score, penalty. */
    private double[] discriminatorStep(double factor) {
        try (NDManager scope = manager.newSubManager();
                GradScope on = GradScope.on()) {
            return discriminatorStep(scope, factor);
        }
    }

    private double[] discriminatorStep(NDManager scope, double factor) {
        Pass scoring = new Pass(options.batchStatistics().discriminator(), true);
        NDArray fake = fixedImages(scope); // [N, C, H, W]
        NDArray real = data.batch(scope, order.batch(steps));
        boolean penalised = options.r1Gamma() > 0 && steps % options.r1Interval() == 0;
        if (penalised) {
            Gradients.require(real);
        }
        Gradients.require(discriminatorAdam.weights(), true);
        NDArray realScores = discriminator.score(real, scoring); // [N]
        NDArray fakeScores = discriminator.score(fake, scoring); // [N]
        NDArray loss = options.loss().discriminatorLoss(realScores, fakeScores);
        NDArray total = loss;
        double r1 = Double.NaN;
        if (penalised) {
            NDArray penalty = gradientPenalty(realScores, real);
            total = loss.add(TensorOps.scale(penalty, options.r1Gamma() / 2 * options.r1Interval()));
            r1 = penalty.getFloat();
        }
        NDList gradients = Gradients.of(total, discriminatorAdam.weights());
        Gradients.require(discriminatorAdam.weights(), false);
        discriminatorAdam.step(gradients, factor);
        return new double[] {
            loss.getFloat(), realScores.mean().getFloat(), fakeScores.mean().getFloat(), r1
        };
    }

    /** Images without a graph; what the generator computed on the way is freed at once. */
    private NDArray fixedImages(NDManager scope) {
        Pass generating = new Pass(options.batchStatistics().generator(), false);
        try (NDManager way = scope.newSubManager()) {
            NDArray images = generator
                    .run(latents(way, DISCRIMINATOR_LATENTS), generating, List.of())
                    .images();
            images.attach(scope);
            return images;
        }
    }

    /**
     * The mean over images of the squared norm of the score's gradient at real images.
     *
     * <p>Mescheder, Geiger and Nowozin, "Which Training Methods for GANs do actually Converge?", ICML 2018, equation 9.
     *
     * @param scores {@code [N]} recorded scores
     * @param images {@code [N, C, H, W]} that require gradients
     * @return a scalar that can be differentiated by the weights
     */
    public static NDArray gradientPenalty(NDArray scores, NDArray images) {
        NDArray gradient = Gradients.withGraph(scores.sum(), images); // [N, C, H, W]
        return TensorOps.scale(gradient.square().sum(), 1.0 / images.getShape().get(0));
    }

    private double generatorStep(double factor) {
        Pass generating = new Pass(options.batchStatistics().generator(), true);
        Pass scoring = new Pass(options.batchStatistics().discriminator(), true);
        Gradients.require(generatorAdam.weights(), true);
        try (NDManager scope = manager.newSubManager();
                GradScope on = GradScope.on()) {
            NDArray z = latents(scope, GENERATOR_LATENTS); // [N, d]
            NDArray fake = generator.run(z, generating, List.of()).images(); // [N, C, H, W]
            NDArray loss = options.loss().generatorLoss(discriminator.score(fake, scoring));
            NDArray total = penalty.isPresent() ? loss.add(penalty.get().loss(z, fake)) : loss;
            NDList gradients = Gradients.of(total, generatorAdam.weights());
            Gradients.require(generatorAdam.weights(), false);
            generatorAdam.step(gradients, factor);
            penalty.ifPresent(GeneratorPenalty::afterStep);
            return loss.getFloat();
        }
    }

    private NDArray latents(NDManager scope, long purpose) {
        long seed = Draws.derive(options.seed(), purpose, steps);
        return generator.latents().sample(scope, seed, options.batchSize());
    }

    /** {@return the number of steps taken} */
    public long steps() {
        return steps;
    }

    /** {@return the settings} */
    public GanTraining options() {
        return options;
    }

    /** {@return the generator whose weights are the moving average; the trainer owns it} */
    public Generator average() {
        return average.generator();
    }

    /**
     * Writes everything training needs to go on: both networks, both optimisers, the average and the step.
     *
     * @param file the checkpoint; written under a temporary name and moved
     */
    public void save(Path file) {
        Checkpoint checkpoint = new Checkpoint();
        parts().forEach(part -> checkpoint.put(part.name(), part.read().get()));
        checkpoint.note("steps", Long.toString(steps));
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
        parts().forEach(part -> part.write().accept(checkpoint.get(part.name())));
        steps = Long.parseLong(checkpoint.note("steps"));
    }

    private List<Checkpoint.Part> parts() {
        List<Checkpoint.Part> parts = new ArrayList<>();
        parts.add(Checkpoint.Part.of("generator", generator.state()));
        parts.add(Checkpoint.Part.of("discriminator", discriminator.state()));
        parts.add(Checkpoint.Part.of("average", average.generator().state()));
        parts.add(new Checkpoint.Part("generatorAdam", generatorAdam::state, generatorAdam::restore));
        parts.add(new Checkpoint.Part("discriminatorAdam", discriminatorAdam::state, discriminatorAdam::restore));
        return parts;
    }

    /** Frees the optimisers' moments and the moving average; the networks stay the caller's. */
    @Override
    public void close() {
        average.close();
        generatorAdam.close();
        discriminatorAdam.close();
        manager.close();
    }
}
