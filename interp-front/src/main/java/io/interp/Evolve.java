package io.interp;

import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.core.data.ImageSource;
import io.interp.core.data.PixelRange;
import io.interp.egan.EvolutionListener;
import io.interp.egan.EvolutionOptions;
import io.interp.egan.EvolutionStrategy;
import io.interp.egan.EvolvedGan;
import io.interp.eigengan.EigenGan;
import io.interp.eigengan.train.Orthogonality;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A described, not yet started evolution by {@link EvolutionStrategy}: {@code
 * gan.evolve(20_000).snapshots(500, 36).train("faces.zip")}. The wrapped generator is the ancestor. Immutable: each method
 * returns another one.
 *
 * <p>If the ancestor is an EigenGAN and the settings have no penalty of their own, the bases of its subspaces are held
 * orthonormal as in its own training ({@link Orthogonality#RETRACTED}), so that its dimensions keep their meaning.
 */
@CheckReturnValue
public final class Evolve {

    private final Gan gan;
    private final long generations;
    private final EvolutionOptions options;
    private final UnaryOperator<EvolutionStrategy> extras;

    private Evolve(Gan gan, long generations, EvolutionOptions options, UnaryOperator<EvolutionStrategy> extras) {
        this.gan = gan;
        this.generations = generations;
        this.options = options;
        this.extras = extras;
    }

    static Evolve of(Gan gan, long generations, EvolutionOptions options) {
        if (generations < 1) {
            throw new IllegalArgumentException("evolution takes at least 1 generation, got " + generations);
        }
        boolean subspaces = EigenGan.isOne(gan.generator());
        boolean free = options.variation().penalty().isEmpty();
        EvolutionOptions held = subspaces && free ? options.withPenalty(Orthogonality.RETRACTED) : options;
        return new Evolve(gan, generations, held, strategy -> strategy);
    }

    private Evolve with(UnaryOperator<EvolutionStrategy> extra) {
        return new Evolve(gan, generations, options, strategy -> extra.apply(extras.apply(strategy)));
    }

    /**
     * {@return the same with another seed}
     *
     * @param number the seed of everything that is drawn
     */
    public Evolve seed(long number) {
        return new Evolve(gan, generations, options.withSeed(number), extras);
    }

    /**
     * {@return the same that also tells a listener}
     *
     * @param listener is told of each generation
     */
    public Evolve listen(EvolutionListener listener) {
        return with(strategy -> strategy.listener(listener));
    }

    /**
     * {@return the same that shows its progress}
     *
     * @param display counts generations
     */
    public Evolve progress(Progress display) {
        return with(strategy -> strategy.progress(display));
    }

    /**
     * {@return the same that can be interrupted and resumed}
     *
     * @param folder where checkpoints are kept
     * @param interval after how many generations one is written, at least 1
     */
    public Evolve checkpoints(Path folder, int interval) {
        return with(strategy -> strategy.checkpoints(folder, interval));
    }

    /**
     * {@return the same that keeps images of fixed latents over time}
     *
     * @param interval after how many generations the fittest generator is asked for them, at least 1
     * @param images how many, at least 1
     */
    public Evolve snapshots(int interval, int images) {
        return with(strategy -> strategy.snapshots(interval, images));
    }

    /** {@return the settings in force} */
    public EvolutionOptions options() {
        return options;
    }

    /**
     * {@return the strategy this describes}
     *
     * @param data the real images
     * @throws IllegalArgumentException if an interval or a number of images is below 1
     */
    public EvolutionStrategy strategy(ImageSource data) {
        return extras.apply(new EvolutionStrategy(options, data, generations));
    }

    /**
     * Evolves copies of the generator.
     *
     * @param data real images of the generator's size
     * @return the fittest generator, its discriminator and their history; the caller closes it
     * @throws IllegalArgumentException if the data do not fit, before any work starts
     */
    public EvolvedGan train(ImageSource data) {
        return strategy(data).apply(gan);
    }

    /**
     * Evolves copies of the generator.
     *
     * @param data a folder or zip of images, which are resized to the generator's size, or {@code drawn:faces}
     * @return the fittest generator, its discriminator and their history; the caller closes it
     * @throws IllegalArgumentException if there are no such images
     */
    public EvolvedGan train(String data) {
        return train(TrainingImages.open(gan.generator(), data));
    }

    /**
     * Evolves copies of the generator.
     *
     * @param folder a folder or zip of images, which are resized to the generator's size
     * @return the fittest generator, its discriminator and their history; the caller closes it
     * @throws IllegalArgumentException if there are no such images
     */
    public EvolvedGan train(Path folder) {
        return train(folder.toString());
    }

    /**
     * Evolves copies of the generator.
     *
     * @param dataset a DJL dataset whose batches begin with images {@code [N, C, H, W]} of the generator's size; copied
     * @param range the range of its pixels
     * @return the fittest generator, its discriminator and their history; the caller closes it
     * @throws IllegalArgumentException if the images are of another size or leave the range
     */
    public EvolvedGan train(Dataset dataset, PixelRange range) {
        return train(TrainingImages.copy(gan.generator(), dataset, range));
    }

    /** {@return the ancestor, the number of generations and the settings} */
    @Override
    public String toString() {
        return "evolution of generator '" + gan.generator().name() + "' over " + generations + " generations: "
                + options;
    }
}
