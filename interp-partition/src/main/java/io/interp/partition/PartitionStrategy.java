package io.interp.partition;

import ai.djl.ndarray.types.Shape;
import ai.djl.util.Progress;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Strategy;
import io.interp.core.block.Dcgan;
import io.interp.core.data.ImageSource;
import io.interp.core.io.SafeWrite;
import io.interp.core.tensor.Draws;
import io.interp.partition.mixture.FilterMixture;
import io.interp.partition.mixture.FilterStatistics;
import io.interp.partition.mixture.MixtureFitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Retrains a GAN so that the filters of one layer fall into groups, each of which lights up on one region of every image.
 *
 * <p>The layer is rectified first if it is not. A GAN without a discriminator gets a fresh one, which is trained alone
 * for a while before the generator moves. With a checkpoint folder the work can be interrupted: the next run with the
 * same settings goes on where the last one stopped.
 *
 * <pre>{@code
 * PartitionStrategy strategy = new PartitionStrategy("layer3", PartitionOptions.robust(8), faces);
 * try (InterpretableGan trained = strategy.apply(Gan.of(generator, discriminator))) {
 *     System.out.println(trained);
 * }
 * }</pre>
 */
public final class PartitionStrategy implements Strategy<InterpretableGan> {

    private static final int CRITIC_WIDTH = 128;
    private static final long CRITIC_WEIGHTS = 0x21;

    private final String layer;
    private final PartitionOptions options;
    private final ImageSource data;
    private final List<PartitionListener> listeners;
    private final Optional<Progress> progress;
    private final Optional<Path> checkpoints;
    private final int checkpointInterval;

    /**
     * Creates a strategy.
     *
     * @param layer the name of the target layer
     * @param options the settings
     * @param data the real images, of the generator's size
     */
    public PartitionStrategy(String layer, PartitionOptions options, ImageSource data) {
        this(layer, options, data, List.of(), Optional.empty(), Optional.empty(), 10);
    }

    private PartitionStrategy(
            String layer,
            PartitionOptions options,
            ImageSource data,
            List<PartitionListener> listeners,
            Optional<Progress> progress,
            Optional<Path> checkpoints,
            int checkpointInterval) {
        this.layer = layer;
        this.options = options;
        this.data = data;
        this.listeners = List.copyOf(listeners);
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.checkpointInterval = checkpointInterval;
    }

    /**
     * {@return the same strategy that also tells a listener}
     *
     * @param listener is told of each update
     */
    public PartitionStrategy listener(PartitionListener listener) {
        List<PartitionListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new PartitionStrategy(layer, options, data, all, progress, checkpoints, checkpointInterval);
    }

    /**
     * {@return the same strategy that shows its progress}
     *
     * @param display counts warm-up steps and updates
     */
    public PartitionStrategy progress(Progress display) {
        return new PartitionStrategy(
                layer, options, data, listeners, Optional.of(display), checkpoints, checkpointInterval);
    }

    /**
     * {@return the same strategy that can be interrupted and resumed}
     *
     * @param folder where checkpoints are kept; if it holds one of the same settings, the work goes on from it
     * @param interval after how many updates one is written
     * @throws IllegalArgumentException if the interval is below 1
     */
    public PartitionStrategy checkpoints(Path folder, int interval) {
        if (interval < 1) {
            throw new IllegalArgumentException("the interval of checkpoints must be at least 1, got " + interval);
        }
        return new PartitionStrategy(layer, options, data, listeners, progress, Optional.of(folder), interval);
    }

    @Override
    public String name() {
        return "partition";
    }

    /**
     * Groups the filters of the untouched generator, rectified at the layer, as {@link #apply} does before any training:
     * the baseline of its measurements.
     *
     * @param gan the GAN, not changed
     * @return the untouched generator with its grouping; the caller closes it
     */
    public InterpretableGan untouched(Gan gan) {
        check(gan);
        Generator generator = gan.generator().rectified(layer);
        FilterStatistics statistics = FilterMaps.statistics(generator, layer, options);
        return new InterpretableGan(
                generator,
                layer,
                MixtureFitter.fit(statistics, options.mixture()),
                options,
                List.of(),
                Optional.empty());
    }

    @Override
    public InterpretableGan apply(Gan gan) {
        check(gan);
        try (Generator generator = gan.generator().rectified(layer);
                Discriminator discriminator = discriminator(gan);
                PartitionTrainer trainer = new PartitionTrainer(generator, discriminator, data, layer, options)) {
            Path saved = checkpoints.map(folder -> folder.resolve("checkpoint")).orElse(null);
            boolean resumed = saved != null && Files.isDirectory(saved);
            if (resumed) {
                trainer.restore(saved);
            }
            int warmUp = gan.discriminator().isEmpty() ? options.warmUp() : 0;
            progress.ifPresent(p -> {
                p.reset("updates", warmUp + options.updates());
                p.start(Math.min(warmUp, trainer.ganSteps()) + (long) trainer.updates());
            });
            while (trainer.ganSteps() < warmUp) {
                trainer.warmUpStep();
                progress.ifPresent(p -> p.update(trainer.ganSteps()));
            }
            while (trainer.updates() < options.updates()) {
                UpdateReport report = trainer.update();
                listeners.forEach(listener -> listener.onUpdate(report));
                progress.ifPresent(p -> p.update(warmUp + (long) trainer.updates()));
                if (saved != null && trainer.updates() % checkpointInterval == 0) {
                    SafeWrite.replaceDirectory(saved, trainer::save);
                }
            }
            progress.ifPresent(Progress::end);
            Generator result = trainer.average().copy();
            // The averaged weights have maps of their own: the grouping that goes with them is refitted.
            FilterStatistics statistics = FilterMaps.statistics(result, layer, options);
            FilterMixture mixture = MixtureFitter.refit(statistics, trainer.mixture(), options.mixture());
            return new InterpretableGan(
                    result, layer, mixture, options, trainer.history(), Optional.of(trainer.energyState()));
        }
    }

    private void check(Gan gan) {
        Generator generator = gan.generator();
        Layer at = generator.layers().named(layer);
        if (!at.isSpatial()) {
            throw new IllegalArgumentException("layer '" + layer + "' gives " + at.outputShape()
                    + "; grouping filters needs maps (filters, height, width)");
        }
        if (options.groups() > at.units()) {
            throw new IllegalArgumentException("layer '" + layer + "' has " + at.units()
                    + " filters, they can't fall into " + options.groups()
                    + " groups; ask for fewer groups or another layer");
        }
        Shape made = generator.imageShape();
        if (!made.equals(new Shape(data.channels(), data.height(), data.width()))) {
            throw new IllegalArgumentException("the generator makes images " + made + ", those of " + data.name()
                    + " are (" + data.channels() + ", " + data.height() + ", " + data.width()
                    + "); open them at the generator's size");
        }
    }

    private Discriminator discriminator(Gan gan) {
        return gan.discriminator()
                .map(Discriminator::copy)
                .orElseGet(() -> Dcgan.discriminatorFor(
                        gan.generator().manager(),
                        gan.generator().imageShape(),
                        CRITIC_WIDTH,
                        Draws.derive(options.seed(), CRITIC_WEIGHTS)));
    }
}
