package io.interp.egan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.tensor.Draws;
import io.interp.egan.fitness.FitnessScore;
import io.interp.egan.fitness.Judge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes the candidates of one generation after the other, and has them judged. */
final class Variation {

    private static final long CHILD_LATENTS = 2;
    private static final long EVALUATION_LATENTS = 3;
    private static final long RANDOM_SELECTION = 5;
    private static final long CROSSOVER_LATENTS = 7;
    private static final long CROSSOVER_PAIRINGS = 8;

    private final EvolutionOptions options;
    private final Population population;
    private final Breeder breeder;
    private final InheritedMoments moments;

    Variation(EvolutionOptions options, Population population, InheritedMoments moments, Breeder breeder) {
        this.options = options;
        this.population = population;
        this.moments = moments;
        this.breeder = breeder;
    }

    /** How a candidate came to be; its number names what it draws where latents are not common. */
    private record Birth(String origin, int parent, double loss, int number) {}

    /**
     * Breeds a generation: mutants parent by parent, then crossovers, then the parents if they compete.
     *
     * @param scope owns the evaluation images
     * @param step the generation, from 0
     * @param judge scores candidates; empty where there is nothing to choose
     */
    List<Candidate> breed(NDManager scope, long step, Optional<Judge> judge) {
        List<Candidate> candidates = new ArrayList<>();
        for (int number : numbers(step)) {
            candidates.add(mutant(scope, step, number, judge));
        }
        options.variation().crossover().ifPresent(crossover -> {
            List<List<Candidate>> pairs = pairs(candidates);
            for (int i = 0; i < Math.min(crossover.children(), pairs.size()); i++) {
                candidates.add(crossed(scope, step, pairs.get(i), candidates.size(), judge));
            }
        });
        if (options.selection() == Selection.PLUS) {
            for (int parent = 0; parent < options.parents(); parent++) {
                candidates.add(parent(scope, step, parent, judge));
            }
        }
        return candidates;
    }

    /** The mutants to breed, each by its parent's number times the number of mutations plus that of its mutation. */
    private int[] numbers(long step) {
        int all = options.parents() * options.variation().mutations().size();
        return options.selection() == Selection.RANDOM
                ? Draws.distinct(Draws.stream(options.seed(), RANDOM_SELECTION, step), all, options.parents())
                : IntStream.range(0, all).toArray();
    }

    private Candidate mutant(NDManager scope, long step, int number, Optional<Judge> judge) {
        List<Mutation> mutations = options.variation().mutations();
        int parent = number / mutations.size();
        Mutation mutation = mutations.get(number % mutations.size());
        Individual original = population.parents().get(parent);
        Individual child = population.copyOf(original, moments.of(original, mutation));
        double loss;
        try (NDManager way = scope.newSubManager()) {
            loss = breeder.mutate(child, mutation, latents(way, CHILD_LATENTS, step, number, options.batchSize()));
        }
        moments.keep(child, mutation);
        return candidate(scope, step, child, new Birth(mutation.label(), parent, loss, number), judge);
    }

    /** All pairs of mutants with a finite fitness, the largest sum first, in each pair the fitter one first. */
    static List<List<Candidate>> pairs(List<Candidate> candidates) {
        List<Candidate> ranked = Survival.fittest(candidates, one -> one.score().fitness(), candidates.size());
        List<List<Candidate>> pairs = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            for (int j = i + 1; j < ranked.size(); j++) {
                pairs.add(List.of(ranked.get(i), ranked.get(j)));
            }
        }
        pairs.sort(Comparator.comparingDouble(Variation::sum).reversed());
        return pairs;
    }

    private static double sum(List<Candidate> pair) {
        return pair.stream().mapToDouble(one -> one.score().fitness()).sum();
    }

    private Candidate crossed(NDManager scope, long step, List<Candidate> pair, int number, Optional<Judge> judge) {
        Individual fitter = pair.get(0).individual();
        Individual child = population.copyOf(fitter, fitter.adam());
        double loss;
        try (NDManager way = scope.newSubManager()) {
            long latents = Draws.derive(options.seed(), CROSSOVER_LATENTS, step, number);
            loss = breeder.cross(
                    child,
                    pair.stream().map(Candidate::individual).toList(),
                    population.latents().sample(way, latents, options.batchSize()),
                    options.variation().crossover().orElseThrow().diversityWeight(),
                    Draws.derive(options.seed(), CROSSOVER_PAIRINGS, step, number));
        }
        return candidate(
                scope, step, child, new Birth(Crossover.LABEL, pair.get(0).parent(), loss, number), judge);
    }

    /** A parent as a candidate of its own children's generation. */
    Candidate parent(NDManager scope, long step, int parent, Optional<Judge> judge) {
        Birth birth = new Birth(ChildReport.PARENT, parent, Double.NaN, -1 - parent);
        return candidate(scope, step, population.parents().get(parent), birth, judge);
    }

    private Candidate candidate(NDManager scope, long step, Individual individual, Birth birth, Optional<Judge> judge) {
        Optional<NDArray> images = judge.map(any -> images(scope, step, individual, birth.number()));
        FitnessScore score = images.isPresent() ? judge.orElseThrow().score(images.get()) : FitnessScore.NONE;
        return new Candidate(individual, birth.origin(), birth.parent(), birth.loss(), images, score);
    }

    private NDArray images(NDManager scope, long step, Individual individual, int number) {
        try (NDManager way = scope.newSubManager()) {
            NDArray z = latents(
                    way, EVALUATION_LATENTS, step, number, options.evaluation().size());
            return individual.images(scope, z, options.batchStatistics().generator());
        }
    }

    private NDArray latents(NDManager owner, long purpose, long step, int number, int count) {
        long seed = options.evaluation().commonLatents()
                ? Draws.derive(options.seed(), purpose, step)
                : Draws.derive(options.seed(), purpose, step, number);
        return population.latents().sample(owner, seed, count);
    }
}
