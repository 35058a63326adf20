package io.interp.egan;

import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import java.util.List;
import java.util.Locale;

/**
 * The fittest generator of an evolution, the discriminator it grew up with, and how it came to be. Owns both networks.
 */
public final class EvolvedGan implements AutoCloseable {

    private final Generator generator;
    private final Discriminator discriminator;
    private final EvolutionOptions options;
    private final EvolutionHistory history;
    private final List<Snapshot> snapshots;

    EvolvedGan(
            Generator generator,
            Discriminator discriminator,
            EvolutionOptions options,
            EvolutionHistory history,
            List<Snapshot> snapshots) {
        this.generator = generator;
        this.discriminator = discriminator;
        this.options = options;
        this.history = history;
        this.snapshots = List.copyOf(snapshots);
    }

    /** {@return the fittest of the last survivors; owned by this result} */
    public Generator generator() {
        return generator;
    }

    /** {@return the discriminator after its last step; owned by this result} */
    public Discriminator discriminator() {
        return discriminator;
    }

    /** {@return both networks; owned by this result} */
    public Gan gan() {
        return Gan.of(generator, discriminator);
    }

    /** {@return the settings} */
    public EvolutionOptions options() {
        return options;
    }

    /** {@return what every generation measured} */
    public EvolutionHistory history() {
        return history;
    }

    /** {@return images of fixed latents over time, empty if none were asked for} */
    public List<Snapshot> snapshots() {
        return snapshots;
    }

    /** {@return the generator's name, the number of generations, and a table of wins and fitness by mutation} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "generator '%s' after %d generations, %d parent%s, %s selection by %s%n%s",
                generator.name(),
                history.size(),
                options.parents(),
                options.parents() == 1 ? "" : "s",
                options.selection().name().toLowerCase(Locale.ROOT),
                options.evaluation().fitness(),
                history);
    }

    /** Frees both networks. */
    @Override
    public void close() {
        generator.close();
        discriminator.close();
    }
}
