package io.interp.eigengan;

import ai.djl.ndarray.NDManager;
import ai.djl.util.Progress;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Strategy;
import io.interp.core.block.BlockGenerator;
import io.interp.core.data.ImageSource;
import io.interp.core.tensor.Draws;
import io.interp.eigengan.train.EigenGanListener;
import io.interp.eigengan.train.EigenGanTrainer;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.TrainingPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Trains an EigenGAN: a GAN whose generator has a linear subspace at every resolution, the axes of which come to change
 * one thing each.
 *
 * <p>Fresh networks come from {@link #train}; {@link #apply} goes on with copies of networks that {@link EigenGan} built.
 * With a checkpoint folder the work can be interrupted: the next run with the same settings goes on where the last one
 * stopped, to the same bytes.
 *
 * <pre>{@code
 * EigenGanStrategy strategy = new EigenGanStrategy(EigenGanTraining.celeba64(), faces).checkpoints(folder, 1000);
 * try (TrainedEigenGan trained = strategy.train(EigenGan.celeba64(), manager)) {
 *     System.out.println(trained);
 * }
 * }</pre>
 *
 * <h2>Reference</h2>
 *
 * He, Kan and Shan, "EigenGAN: Layer-Wise Eigen-Learning for GANs", ICCV 2021.
 */
@CheckReturnValue
public final class EigenGanStrategy implements Strategy<TrainedEigenGan> {

    private static final long GENERATOR = 0x67;
    private static final long DISCRIMINATOR = 0x64;

    private final EigenGanTraining options;
    private final ImageSource data;
    private final List<EigenGanListener> listeners;
    private final Optional<Progress> progress;
    private final Optional<Path> checkpoints;
    private final int checkpointInterval;

    /**
     * Creates a strategy.
     *
     * @param options the settings
     * @param data the real images, of the generator's size
     */
    public EigenGanStrategy(EigenGanTraining options, ImageSource data) {
        this(options, data, List.of(), Optional.empty(), Optional.empty(), 1);
    }

    private EigenGanStrategy(
            EigenGanTraining options,
            ImageSource data,
            List<EigenGanListener> listeners,
            Optional<Progress> progress,
            Optional<Path> checkpoints,
            int checkpointInterval) {
        this.options = Objects.requireNonNull(options, "options");
        this.data = Objects.requireNonNull(data, "data");
        this.listeners = List.copyOf(listeners);
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.checkpointInterval = checkpointInterval;
    }

    /**
     * {@return the same strategy that also tells a listener}
     *
     * @param listener is told of each point of training
     */
    public EigenGanStrategy listener(EigenGanListener listener) {
        List<EigenGanListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new EigenGanStrategy(options, data, all, progress, checkpoints, checkpointInterval);
    }

    /**
     * {@return the same strategy that shows its progress}
     *
     * @param display counts steps
     */
    public EigenGanStrategy progress(Progress display) {
        return new EigenGanStrategy(options, data, listeners, Optional.of(display), checkpoints, checkpointInterval);
    }

    /**
     * {@return the same strategy that can be interrupted and resumed}
     *
     * @param folder where checkpoints are kept; if it holds one of the same settings, the work goes on from it
     * @param interval after how many steps one is written; another is written at the end
     * @throws IllegalArgumentException if the interval is below 1
     */
    public EigenGanStrategy checkpoints(Path folder, int interval) {
        if (interval < 1) {
            throw new IllegalArgumentException("the interval of checkpoints must be at least 1, got " + interval);
        }
        return new EigenGanStrategy(options, data, listeners, progress, Optional.of(folder), interval);
    }

    @Override
    public String name() {
        return EigenGan.TYPE;
    }

    /**
     * Trains fresh networks, drawn from the settings' seed.
     *
     * @param network the networks' sizes
     * @param parent the manager whose device is used and whose children own the result's weights
     * @return the trained networks, which the caller closes
     * @throws IllegalArgumentException if the images have another size, are fewer than a batch or hold NaN
     * @throws io.interp.eigengan.train.TrainingDivergedException if losses or weights are no longer finite, or losses grow
     *     out of all proportion
     */
    public TrainedEigenGan train(EigenGan network, NDManager parent) {
        try (BlockGenerator generator = network.generator(parent, Draws.derive(options.seed(), GENERATOR));
                Discriminator discriminator =
                        network.discriminator(parent, Draws.derive(options.seed(), DISCRIMINATOR))) {
            return train(network, generator, discriminator);
        }
    }

    /**
     * Trains copies of given networks.
     *
     * @param gan an EigenGAN that {@link EigenGan} built, also loaded ones; without a discriminator it gets a fresh one
     * @return the trained networks, which the caller closes
     * @throws IllegalArgumentException if the generator is no EigenGAN, or the images have another size, are fewer than a
     *     batch or hold NaN
     */
    @Override
    public TrainedEigenGan apply(Gan gan) {
        if (!(gan.generator() instanceof BlockGenerator blocks)) {
            throw new IllegalArgumentException("generator '" + gan.generator().name()
                    + "' is no EigenGAN that can be trained; build it with EigenGan");
        }
        EigenGan network = EigenGan.of(blocks);
        try (Generator generator = gan.generator().copy();
                Discriminator discriminator = gan.discriminator()
                        .map(Discriminator::copy)
                        .orElseGet(() ->
                                network.discriminator(blocks.manager(), Draws.derive(options.seed(), DISCRIMINATOR)))) {
            return train(network, generator, discriminator);
        }
    }

    private TrainedEigenGan train(EigenGan network, Generator generator, Discriminator discriminator) {
        try (EigenGanTrainer trainer = new EigenGanTrainer(generator, discriminator, data, options)) {
            Path saved = checkpoints.map(folder -> folder.resolve("checkpoint")).orElse(null);
            if (saved != null && Files.isDirectory(saved)) {
                trainer.restore(saved);
            }
            progress.ifPresent(p -> {
                p.reset("steps", options.steps());
                p.start(trainer.steps());
            });
            while (trainer.steps() < options.steps()) {
                trainer.step();
                tell(trainer);
                boolean last = trainer.steps() == options.steps();
                if (saved != null && (last || trainer.steps() % checkpointInterval == 0)) {
                    trainer.save(saved);
                }
            }
            progress.ifPresent(Progress::end);
            return new TrainedEigenGan(
                    network, trainer.result(), discriminator.copy(), options, trainer.steps(), trainer.history());
        }
    }

    private void tell(EigenGanTrainer trainer) {
        progress.ifPresent(p -> p.update(trainer.steps() - 1));
        if (trainer.steps() % options.reportInterval() == 0) {
            List<TrainingPoint> history = trainer.history();
            TrainingPoint point = history.get(history.size() - 1);
            listeners.forEach(listener -> listener.onPoint(point, trainer.average()));
        }
    }
}
