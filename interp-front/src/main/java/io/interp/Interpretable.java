package io.interp;

import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.LayerTable;
import io.interp.core.Strategy;
import io.interp.core.measure.Segmenter;
import io.interp.egan.EvolutionOptions;
import io.interp.partition.PartitionOptions;

/**
 * A GAN to open up.
 *
 * <pre>{@code
 * try (Interpretable gan = Interpretable.wrap(generator)) {
 *     InterpretableGan trained = gan.partition(8).at("layer2").train("drawn:faces");
 *     Directions found = gan.factorize().top(5);
 * }
 * }</pre>
 *
 * <p>Wrapping takes the networks over: closing this closes them. What its methods return is immutable configuration, or
 * a result that the caller closes. The wrapped networks are never changed.
 */
@CheckReturnValue
public final class Interpretable implements AutoCloseable {

    private final Gan gan;

    private Interpretable(Gan gan) {
        this.gan = gan;
    }

    /**
     * {@return a generator without a discriminator, to open up}
     *
     * @param generator the generator, which is taken over
     */
    public static Interpretable wrap(Generator generator) {
        return new Interpretable(Gan.of(generator));
    }

    /**
     * {@return a GAN to open up}
     *
     * @param gan the networks, which are taken over
     */
    public static Interpretable wrap(Gan gan) {
        return new Interpretable(gan);
    }

    /** {@return the networks} */
    public Gan gan() {
        return gan;
    }

    /** {@return the generator} */
    public Generator generator() {
        return gan.generator();
    }

    /** {@return the generator's layers, a table to read} */
    public LayerTable layers() {
        return gan.generator().layers();
    }

    /**
     * Starts to describe a retraining that groups the filters of a layer (Interpretable GAN).
     *
     * @param groups the number C of groups
     * @return the description; the layer is still to be chosen
     * @throws IllegalArgumentException if the number is not positive
     */
    public Partition partition(int groups) {
        return Partition.of(gan, PartitionOptions.robust(groups));
    }

    /**
     * Starts to describe a retraining with all its settings.
     *
     * @param options the settings
     * @return the description; the layer is still to be chosen
     */
    public Partition partition(PartitionOptions options) {
        return Partition.of(gan, options);
    }

    /**
     * Starts to describe a search for directions in closed form (SeFa).
     *
     * @return the description; {@code factorize().layers("0-1").top(5)} finds five
     */
    public Factorize factorize() {
        return Factorize.of(gan);
    }

    /**
     * Starts to describe how units are matched with the classes of a segmentation (GAN Dissection).
     *
     * @param segmenter finds the classes; stays the caller's
     * @return the description; {@code dissect(segmenter).at("layer3").samples(1000).run()} runs it
     */
    public Dissect dissect(Segmenter segmenter) {
        return Dissect.of(gan, segmenter);
    }

    /**
     * Starts to describe a training by mutation, fitness and selection (E-GAN) with the settings of its released code.
     *
     * @param generations how many, at least 1; each costs several steps of ordinary training
     * @return the description; {@code evolve(20_000).train(data)} runs it
     * @throws IllegalArgumentException if there is no generation
     */
    public Evolve evolve(long generations) {
        return evolve(generations, EvolutionOptions.released());
    }

    /**
     * Starts to describe a training by mutation, fitness and selection with all its settings.
     *
     * @param generations how many, at least 1
     * @param options the settings
     * @return the description
     * @throws IllegalArgumentException if there is no generation
     */
    public Evolve evolve(long generations, EvolutionOptions options) {
        return Evolve.of(gan, generations, options);
    }

    /**
     * Applies any strategy.
     *
     * @param strategy the strategy
     * @param <R> the type of its result
     * @return the result, which the caller closes if it owns native memory
     */
    public <R> R apply(Strategy<R> strategy) {
        return strategy.apply(gan);
    }

    /** Closes the networks. */
    @Override
    public void close() {
        gan.generator().close();
        gan.discriminator().ifPresent(Discriminator::close);
    }

    /** {@return the generator's name and its table of layers} */
    @Override
    public String toString() {
        return gan.generator().toString();
    }
}
