package io.interp;

import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.sefa.Directions;
import io.interp.sefa.Normalisation;
import io.interp.sefa.SefaStrategy;
import io.interp.sefa.weight.WeightCandidates;

/**
 * A described search for directions by {@link SefaStrategy}. Immutable: each method returns another one. Takes seconds at
 * most, so it needs no progress and no checkpoints.
 */
@CheckReturnValue
public final class Factorize {

    private final Gan gan;
    private final SefaStrategy strategy;

    private Factorize(Gan gan, SefaStrategy strategy) {
        this.gan = gan;
        this.strategy = strategy;
    }

    static Factorize of(Gan gan) {
        return new Factorize(gan, new SefaStrategy());
    }

    /**
     * {@return the same on some layers}
     *
     * @param text such as {@code all}, {@code 0-1}, {@code 2-5}, {@code 6-}
     * @throws IllegalArgumentException if the text names no layers
     */
    public Factorize layers(String text) {
        return new Factorize(gan, strategy.layers(text));
    }

    /**
     * {@return the same with rows weighed in another way}
     *
     * @param normalisation how rows are weighed
     */
    public Factorize normalise(Normalisation normalisation) {
        return new Factorize(gan, strategy.normalise(normalisation));
    }

    /** {@return the weights that can be factorised, a table to read} */
    public WeightCandidates candidates() {
        return strategy.candidates(gan.generator());
    }

    /**
     * Finds the first directions.
     *
     * @param count how many, at least 1
     * @return the directions, best first; they own no native memory
     * @throws IllegalArgumentException if the generator has no weights that can be factorised, a layer is out of range or
     *     weights are not finite
     */
    public Directions top(int count) {
        return strategy.top(count).apply(gan);
    }

    /**
     * Finds as many directions as the code has dimensions.
     *
     * @return the directions, best first; they own no native memory
     * @throws IllegalArgumentException as in {@link #top}
     */
    public Directions all() {
        return strategy.apply(gan);
    }

    /** {@return the strategy this describes, with all its settings} */
    public SefaStrategy strategy() {
        return strategy;
    }

    /** {@return the generator and the weights that can be factorised} */
    @Override
    public String toString() {
        return "directions of generator '" + gan.generator().name() + "', from these weights:\n" + candidates();
    }
}
