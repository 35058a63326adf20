package io.interp.egan;

import ai.djl.ndarray.types.Shape;
import ai.djl.util.Progress;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Strategy;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.io.SafeWrite;
import io.interp.core.tensor.Draws;
import io.interp.egan.point.PointMlp;
import io.interp.egan.point.PointSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Trains a GAN by evolution. The generator given is the ancestor and stays as it is; a GAN without a discriminator gets a
 * fresh one. With a checkpoint folder the work can be interrupted: the next run with the same settings goes on where the
 * last one stopped, and gives the same bytes as one that was never stopped.
 *
 * <p>On points in the plane and on small images evolution does not reliably beat the best single objective, nor a random
 * choice of objectives, at the same number of updates, and a generation costs more than a step of ordinary training:
 * compare before relying on it.
 *
 * <pre>{@code
 * EvolutionStrategy strategy = new EvolutionStrategy(EvolutionOptions.released(), faces, 20_000)
 *         .checkpoints(Path.of("run"), 500)
 *         .snapshots(500, 36);
 * try (EvolvedGan evolved = strategy.apply(Gan.of(generator))) {
 *     System.out.println(evolved);
 *     evolved.generator().save(Path.of("generator"));
 * }
 * }</pre>
 *
 * <h2>Reference</h2>
 *
 * Wang, Xu, Yao and Tao, "Evolutionary Generative Adversarial Networks", IEEE TEVC 2019 (arXiv 1803.00657).
 */
@CheckReturnValue
public final class EvolutionStrategy implements Strategy<EvolvedGan> {

    private static final int CRITIC_WIDTH = 128;
    private static final long CRITIC_WEIGHTS = 0x21;
    private static final String STATE = "evolution.safetensors";
    private static final String SNAPSHOTS = "snapshots.safetensors";

    private final EvolutionOptions options;
    private final ImageSource data;
    private final long steps;
    private final Extras extras;

    /** What does not change the result: who is told, where checkpoints go, which pictures are kept. */
    private record Extras(
            List<EvolutionListener> listeners,
            Optional<Progress> progress,
            Optional<Path> checkpoints,
            int checkpointInterval,
            int snapshotInterval,
            int snapshotImages) {}

    /**
     * Creates a strategy.
     *
     * @param options the settings
     * @param data the real images, of the generator's size
     * @param steps the number of generations
     * @throws IllegalArgumentException if there is no generation
     */
    public EvolutionStrategy(EvolutionOptions options, ImageSource data, long steps) {
        this(options, data, steps, new Extras(List.of(), Optional.empty(), Optional.empty(), 1, 0, 0));
    }

    private EvolutionStrategy(EvolutionOptions options, ImageSource data, long steps, Extras extras) {
        this.options = Objects.requireNonNull(options, "options");
        this.data = Objects.requireNonNull(data, "data");
        this.steps = steps;
        this.extras = extras;
        if (steps < 1) {
            throw new IllegalArgumentException("evolution takes at least 1 generation, got " + steps);
        }
    }

    /**
     * {@return the same strategy that also tells a listener}
     *
     * @param listener is told of each generation
     */
    public EvolutionStrategy listener(EvolutionListener listener) {
        List<EvolutionListener> all = new ArrayList<>(extras.listeners());
        all.add(listener);
        return with(new Extras(
                List.copyOf(all),
                extras.progress(),
                extras.checkpoints(),
                extras.checkpointInterval(),
                extras.snapshotInterval(),
                extras.snapshotImages()));
    }

    /**
     * {@return the same strategy that shows its progress}
     *
     * @param display counts generations
     */
    public EvolutionStrategy progress(Progress display) {
        return with(new Extras(
                extras.listeners(),
                Optional.of(display),
                extras.checkpoints(),
                extras.checkpointInterval(),
                extras.snapshotInterval(),
                extras.snapshotImages()));
    }

    /**
     * {@return the same strategy that can be interrupted and resumed}
     *
     * @param folder where checkpoints are kept; if it holds one of the same settings, the work goes on from it
     * @param interval after how many generations one is written; one is written after the last, too
     * @throws IllegalArgumentException if the interval is below 1
     */
    public EvolutionStrategy checkpoints(Path folder, int interval) {
        if (interval < 1) {
            throw new IllegalArgumentException("the interval of checkpoints must be at least 1, got " + interval);
        }
        return with(new Extras(
                extras.listeners(),
                extras.progress(),
                Optional.of(folder),
                interval,
                extras.snapshotInterval(),
                extras.snapshotImages()));
    }

    /**
     * {@return the same strategy that keeps images of fixed latents over time}
     *
     * @param interval after how many generations the fittest generator is asked for them, and before the first
     * @param images how many
     * @throws IllegalArgumentException if a number is below 1
     */
    public EvolutionStrategy snapshots(int interval, int images) {
        if (interval < 1 || images < 1) {
            throw new IllegalArgumentException("snapshots need an interval and a number of images of at least 1, got "
                    + interval + " and " + images);
        }
        return with(new Extras(
                extras.listeners(),
                extras.progress(),
                extras.checkpoints(),
                extras.checkpointInterval(),
                interval,
                images));
    }

    private EvolutionStrategy with(Extras other) {
        return new EvolutionStrategy(options, data, steps, other);
    }

    @Override
    public String name() {
        return "egan";
    }

    @Override
    public EvolvedGan apply(Gan gan) {
        Generator ancestor = gan.generator();
        Shape real = new Shape(data.channels(), data.height(), data.width());
        if (!ancestor.imageShape().equals(real)) {
            throw new IllegalArgumentException("the generator makes images " + ancestor.imageShape() + ", those of "
                    + data.name() + " are " + real + "; open them at the generator's size");
        }
        Discriminator discriminator = discriminator(gan);
        try {
            return train(ancestor, discriminator);
        } catch (RuntimeException e) {
            discriminator.close();
            throw e;
        }
    }

    private EvolvedGan train(Generator ancestor, Discriminator discriminator) {
        SnapshotLog log = new SnapshotLog(extras.snapshotInterval(), extras.snapshotImages(), options.seed());
        try (EvolutionTrainer trainer = new EvolutionTrainer(ancestor, discriminator, data, options)) {
            Path saved = extras.checkpoints()
                    .map(folder -> folder.resolve("checkpoint"))
                    .orElse(null);
            if (saved != null && Files.isDirectory(saved)) {
                trainer.restore(saved.resolve(STATE));
                log.restore(saved.resolve(SNAPSHOTS));
            } else {
                log.take(0, trainer.best());
            }
            extras.progress().ifPresent(display -> {
                display.reset("generations", steps);
                display.start(trainer.steps());
            });
            while (trainer.steps() < steps) {
                GenerationReport report = trainer.step();
                log.take(trainer.steps(), trainer.best());
                extras.listeners().forEach(listener -> listener.onGeneration(report));
                extras.progress().ifPresent(display -> display.update(report.step() - 1));
                boolean due = report.step() % extras.checkpointInterval() == 0 || report.step() == steps;
                if (saved != null && due) {
                    SafeWrite.replaceDirectory(saved, folder -> {
                        trainer.save(folder.resolve(STATE));
                        log.save(folder.resolve(SNAPSHOTS));
                    });
                }
            }
            extras.progress().ifPresent(Progress::end);
            return new EvolvedGan(trainer.best().copy(), discriminator, options, trainer.history(), log.snapshots());
        }
    }

    private Discriminator discriminator(Gan gan) {
        long seed = Draws.derive(options.seed(), CRITIC_WEIGHTS);
        Generator generator = gan.generator();
        return gan.discriminator()
                .map(Discriminator::copy)
                .orElseGet(() -> generator.imageShape().equals(PointSource.POINT)
                        ? PointMlp.SMALL.discriminator(generator.manager(), seed)
                        : Dcgan.discriminatorFor(generator.manager(), generator.imageShape(), CRITIC_WIDTH, seed));
    }
}
