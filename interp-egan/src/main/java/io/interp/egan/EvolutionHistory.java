package io.interp.egan;

import io.interp.core.io.HostArray;
import io.interp.egan.fitness.FitnessScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What every generation of an evolution measured, and which mutations won. Immutable.
 *
 * @param generations the reports in order
 */
public record EvolutionHistory(List<GenerationReport> generations) {

    private static final int GENERATION_COLUMNS = 4;
    private static final int CHILD_COLUMNS = 7;

    /** Copies the list. */
    public EvolutionHistory {
        generations = List.copyOf(generations);
    }

    /** {@return the number of generations} */
    public int size() {
        return generations.size();
    }

    /** {@return the origins of all candidates in alphabetical order: labels of mutations, crossover, parent} */
    public List<String> origins() {
        TreeSet<String> origins = new TreeSet<>();
        generations.forEach(one -> one.children().forEach(child -> origins.add(child.origin())));
        return List.copyOf(origins);
    }

    /** {@return for each origin the share of all survivors that are of it; sums to 1, or empty before any generation} */
    public Map<String, Double> wins() {
        return wins(0, size());
    }

    /**
     * Counts the wins of some generations.
     *
     * @param from the first of them, from 0
     * @param to the one after the last
     * @return for each origin in the whole history, the share of the survivors in between that are of it
     * @throws IndexOutOfBoundsException if there are no such generations
     */
    public Map<String, Double> wins(int from, int to) {
        Map<String, Double> wins = new LinkedHashMap<>();
        origins().forEach(origin -> wins.put(origin, 0.0));
        List<ChildReport> survivors = generations.subList(from, to).stream()
                .flatMap(one -> one.survivors().stream())
                .toList();
        survivors.forEach(child -> wins.merge(child.origin(), 1.0 / survivors.size(), Double::sum));
        return wins;
    }

    /**
     * {@return a table: for each origin its share of survivors and the means of its candidates' quality, diversity and
     * fitness}
     */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, "%-20s %8s %9s %10s %9s%n", "", "wins", "quality", "diversity", "fitness"));
        wins().forEach((origin, share) -> {
            List<FitnessScore> scores = generations.stream()
                    .flatMap(one -> one.children().stream())
                    .filter(child -> child.origin().equals(origin))
                    .map(ChildReport::score)
                    .filter(score -> Double.isFinite(score.fitness()))
                    .toList();
            table.append(String.format(
                    Locale.ROOT,
                    "%-20s %7.1f%% %9.4f %10.4f %9.4f%n",
                    origin,
                    100 * share,
                    scores.stream().mapToDouble(FitnessScore::quality).average().orElse(Double.NaN),
                    scores.stream()
                            .mapToDouble(FitnessScore::diversity)
                            .average()
                            .orElse(Double.NaN),
                    scores.stream().mapToDouble(FitnessScore::fitness).average().orElse(Double.NaN)));
        });
        return table.toString();
    }

    /** The numbers of a history as arrays; origins are named by their place in {@link #origins()}. */
    Map<String, HostArray> state() {
        List<String> origins = origins();
        double[] means = new double[size() * GENERATION_COLUMNS];
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            GenerationReport report = generations.get(i);
            double[] row = {
                report.discriminatorLoss(),
                report.realScore(),
                report.fakeScore(),
                report.children().size()
            };
            System.arraycopy(row, 0, means, i * GENERATION_COLUMNS, GENERATION_COLUMNS);
            for (ChildReport child : report.children()) {
                rows.add(new double[] {
                    origins.indexOf(child.origin()),
                    child.parent(),
                    child.loss(),
                    child.score().quality(),
                    child.score().diversity(),
                    child.score().fitness(),
                    child.survived() ? 1 : 0
                });
            }
        }
        double[] children = rows.stream().flatMapToDouble(Arrays::stream).toArray();
        return Map.of(
                "generations", HostArray.of(means, size(), GENERATION_COLUMNS),
                "children", HostArray.of(children, rows.size(), CHILD_COLUMNS));
    }

    /** Reads back what {@link #state} wrote. */
    static EvolutionHistory fromState(Map<String, HostArray> state, List<String> origins) {
        HostArray savedMeans = state.get("generations");
        HostArray savedChildren = state.get("children");
        if (savedMeans == null || savedChildren == null) {
            throw new IllegalArgumentException("the checkpoint holds no history: it is none of an evolution");
        }
        double[] means = savedMeans.toDoubles();
        double[] children = savedChildren.toDoubles();
        List<GenerationReport> reports = new ArrayList<>();
        int child = 0;
        for (int i = 0; i < means.length; i += GENERATION_COLUMNS) {
            List<ChildReport> candidates = new ArrayList<>();
            for (int k = 0; k < (int) means[i + 3]; k++) {
                int at = child * CHILD_COLUMNS;
                candidates.add(new ChildReport(
                        origins.get((int) children[at]),
                        (int) children[at + 1],
                        children[at + 2],
                        new FitnessScore(children[at + 3], children[at + 4], children[at + 5]),
                        children[at + 6] == 1));
                child++;
            }
            reports.add(new GenerationReport(
                    i / GENERATION_COLUMNS + 1L, means[i], means[i + 1], means[i + 2], candidates));
        }
        return new EvolutionHistory(reports);
    }
}
