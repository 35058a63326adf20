package io.interp.egan;

import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.LatentSpace;
import io.interp.core.train.Adam;
import io.interp.core.train.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/** The parents, and the individuals that will be their children. Owns all of them. */
final class Population implements AutoCloseable {

    private final List<Individual> everyone = new ArrayList<>();
    private final List<Individual> free = new ArrayList<>();
    private List<Individual> parents;

    Population(NDManager owner, Generator ancestor, EvolutionOptions options) {
        int mutants = options.parents() * options.variation().mutations().size();
        int children = options.selection() == Selection.RANDOM
                ? options.parents()
                : mutants
                        + options.variation()
                                .crossover()
                                .map(Crossover::children)
                                .orElse(0);
        try {
            for (int i = 0; i < options.parents() + children; i++) {
                everyone.add(new Individual(owner, ancestor, options.variation()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        parents = List.copyOf(everyone.subList(0, options.parents()));
        release();
    }

    /** The parents, the fittest first. */
    List<Individual> parents() {
        return parents;
    }

    LatentSpace latents() {
        return parents.get(0).generator().latents();
    }

    /** A copy of an individual, which lives until the next succession. */
    Individual copyOf(Individual original, Adam moments) {
        Individual copy = free.remove(free.size() - 1);
        copy.become(original, moments);
        return copy;
    }

    /** Makes survivors the parents; everyone else is free to become someone's child. */
    void succeed(List<Individual> survivors) {
        parents = List.copyOf(survivors);
        release();
    }

    private void release() {
        free.clear();
        everyone.stream().filter(one -> !parents.contains(one)).forEach(free::add);
    }

    /** What a checkpoint keeps: the parents. */
    List<Checkpoint.Part> parts() {
        List<Checkpoint.Part> parts = new ArrayList<>();
        for (int i = 0; i < parents.size(); i++) {
            Individual parent = parents.get(i);
            parts.add(Checkpoint.Part.of("parent" + i, parent.state()));
            parts.add(new Checkpoint.Part("parentAdam" + i, parent.adam()::state, parent.adam()::restore));
        }
        return parts;
    }

    @Override
    public void close() {
        everyone.forEach(Individual::close);
    }
}
