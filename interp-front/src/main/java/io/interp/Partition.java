package io.interp;

import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.core.Layer;
import io.interp.core.data.ImageSource;
import io.interp.core.data.PixelRange;
import io.interp.partition.InterpretableGan;
import io.interp.partition.PartitionListener;
import io.interp.partition.PartitionOptions;
import io.interp.partition.PartitionStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A described, not yet started retraining by {@link PartitionStrategy}. Immutable: each method returns another one. */
@CheckReturnValue
public final class Partition {

    private final Gan gan;
    private final PartitionOptions options;
    private final Optional<String> layer;
    private final List<PartitionListener> listeners;
    private final Optional<Progress> progress;
    private final Optional<Path> checkpoints;

    private Partition(
            Gan gan,
            PartitionOptions options,
            Optional<String> layer,
            List<PartitionListener> listeners,
            Optional<Progress> progress,
            Optional<Path> checkpoints) {
        this.gan = gan;
        this.options = options;
        this.layer = layer;
        this.listeners = List.copyOf(listeners);
        this.progress = progress;
        this.checkpoints = checkpoints;
    }

    static Partition of(Gan gan, PartitionOptions options) {
        return new Partition(gan, options, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * {@return the same with a target layer}
     *
     * @param name the layer's name
     * @throws IllegalArgumentException if the generator has no such layer; the message lists near ones
     */
    public Partition at(String name) {
        String known = gan.generator().layers().named(name).name();
        return new Partition(gan, options, Optional.of(known), listeners, progress, checkpoints);
    }

    /**
     * {@return the same with another length}
     *
     * @param number the number of updates of the generator
     * @param steps the number of GAN steps before each
     */
    public Partition updates(int number, int steps) {
        return with(options.withUpdates(number, steps));
    }

    /**
     * {@return the same with another seed}
     *
     * @param number the seed of everything that is drawn
     */
    public Partition seed(long number) {
        return with(options.withSeed(number));
    }

    private Partition with(PartitionOptions other) {
        return new Partition(gan, other, layer, listeners, progress, checkpoints);
    }

    /**
     * {@return the same that also tells a listener}
     *
     * @param listener is told of each update
     */
    public Partition listen(PartitionListener listener) {
        List<PartitionListener> all = new ArrayList<>(listeners);
        all.add(listener);
        return new Partition(gan, options, layer, all, progress, checkpoints);
    }

    /**
     * {@return the same that shows its progress}
     *
     * @param display counts updates
     */
    public Partition progress(Progress display) {
        return new Partition(gan, options, layer, listeners, Optional.of(display), checkpoints);
    }

    /**
     * {@return the same that can be interrupted and resumed}
     *
     * @param folder where checkpoints are kept
     */
    public Partition checkpoints(Path folder) {
        return new Partition(gan, options, layer, listeners, progress, Optional.of(folder));
    }

    /**
     * Chooses the layer, where none was named: the last one with maps of half the image's size or less, and at least two
     * filters a group. Nearer to the image groups mean smaller regions; further away, larger ones.
     *
     * @return the name of the layer that is used
     * @throws IllegalArgumentException if no layer fits
     */
    public String layer() {
        return layer.orElseGet(() -> {
            long half = gan.generator().imageShape().get(1) / 2;
            List<Layer> fitting = gan.generator().layers().stream()
                    .filter(Layer::isSpatial)
                    .filter(l -> l.outputShape().get(1) > 1 && l.outputShape().get(1) <= half)
                    .filter(l -> l.units() >= 2 * options.groups())
                    .toList();
            if (fitting.isEmpty()) {
                throw new IllegalArgumentException("no layer of generator '"
                        + gan.generator().name() + "' has maps and at least " + 2 * options.groups()
                        + " filters; name one with at(...) or ask for fewer groups:\n"
                        + gan.generator().layers());
            }
            return fitting.get(fitting.size() - 1).name();
        });
    }

    /**
     * {@return the strategy this describes}
     *
     * @param data the real images
     */
    public PartitionStrategy strategy(ImageSource data) {
        PartitionStrategy strategy = new PartitionStrategy(layer(), options, data);
        for (PartitionListener listener : listeners) {
            strategy = strategy.listener(listener);
        }
        if (progress.isPresent()) {
            strategy = strategy.progress(progress.get());
        }
        return checkpoints.isPresent() ? strategy.checkpoints(checkpoints.get(), 10) : strategy;
    }

    /**
     * Retrains a copy of the generator.
     *
     * @param data real images of the generator's size
     * @return the retrained generator with its groups; the caller closes it
     * @throws IllegalArgumentException if data or layer do not fit, before any work starts
     */
    public InterpretableGan train(ImageSource data) {
        return strategy(data).apply(gan);
    }

    /**
     * Retrains a copy of the generator.
     *
     * @param data a folder or zip of images, which are resized to the generator's size, or {@code drawn:faces}
     * @return the retrained generator with its groups; the caller closes it
     * @throws IllegalArgumentException if there are no such images
     */
    public InterpretableGan train(String data) {
        return train(TrainingImages.open(gan.generator(), data));
    }

    /**
     * Retrains a copy of the generator.
     *
     * @param folder a folder or zip of images, which are resized to the generator's size
     * @return the retrained generator with its groups; the caller closes it
     * @throws IllegalArgumentException if there are no such images
     */
    public InterpretableGan train(Path folder) {
        return train(folder.toString());
    }

    /**
     * Retrains a copy of the generator.
     *
     * @param dataset a DJL dataset whose batches begin with images {@code [N, C, H, W]} of the generator's size; copied
     * @param range the range of its pixels
     * @return the retrained generator with its groups; the caller closes it
     * @throws IllegalArgumentException if the images are of another size or leave the range
     */
    public InterpretableGan train(Dataset dataset, PixelRange range) {
        return train(TrainingImages.copy(gan.generator(), dataset, range));
    }

    /** {@return groups and layer} */
    @Override
    public String toString() {
        return "partition into " + options.groups() + " groups at layer '" + layer() + "' of generator '"
                + gan.generator().name() + "'";
    }
}
