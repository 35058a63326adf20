package io.interp.partition.concept;

import io.interp.core.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** How strongly each group belongs to each image part, and the concepts that follow from it. Immutable. */
public final class GroupScores {

    private final List<String> parts;
    private final double[][] scores; // [C][P]
    private final double chance;

    /**
     * Creates a table.
     *
     * @param parts the names of the parts
     * @param scores the score of each group for each part, {@code [C][P]}, higher for a stronger bond; copied
     * @param chance the score of a group and a part that have nothing to do with each other
     * @throws IllegalArgumentException if the table has no group, a row has another length, or a score is not finite
     */
    public GroupScores(List<String> parts, double[][] scores, double chance) {
        this.parts = List.copyOf(parts);
        this.scores = new double[scores.length][];
        this.chance = chance;
        if (scores.length == 0) {
            throw new IllegalArgumentException("a score table needs at least 1 group, got none");
        }
        for (int c = 0; c < scores.length; c++) {
            this.scores[c] = scores[c].clone();
            if (scores[c].length != parts.size()) {
                throw new IllegalArgumentException("group " + c + " should have a score for each of " + parts.size()
                        + " parts, got " + scores[c].length);
            }
            for (double score : scores[c]) {
                if (!Double.isFinite(score)) {
                    throw new IllegalArgumentException("group " + c + " has a score that is not finite: " + score);
                }
            }
        }
    }

    /** {@return the number C of groups} */
    public int groups() {
        return scores.length;
    }

    /** {@return the names of the parts} */
    public List<String> parts() {
        return parts;
    }

    /** {@return the score of a group and a part that have nothing to do with each other} */
    public double chance() {
        return chance;
    }

    /**
     * {@return the score of a group for a part}
     *
     * @param group its number, from 0 to C-1
     * @param part the part
     * @throws IllegalArgumentException if there is no such part; the message lists near ones
     */
    public double score(int group, String part) {
        return scores[group][index(part)];
    }

    /**
     * {@return all groups, those with the highest score for the part first; equal ones by number}
     *
     * @param part the part
     * @throws IllegalArgumentException if there is no such part; the message lists near ones
     */
    public List<Integer> ranking(String part) {
        int p = index(part);
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b][p], scores[a][p])) // stable
                .toList();
    }

    /**
     * Gives every group to the part it has the highest score for. Groups whose highest score is no better than chance,
     * or below the minimum, get no name; parts that no group is given to are absent from the result. A part such as the
     * background can draw groups away from smaller ones: leave out parts that need no name.
     *
     * @param minimum the least score a group must have for its part
     * @return concepts that share no group, in the order of the parts
     */
    public Concepts exclusive(double minimum) {
        List<SortedSet<Integer>> chosen = emptySets();
        for (int c = 0; c < scores.length; c++) {
            int best = 0;
            for (int p = 1; p < parts.size(); p++) {
                best = scores[c][p] > scores[c][best] ? p : best;
            }
            if (scores[c][best] > chance && scores[c][best] >= minimum) {
                chosen.get(best).add(c);
            }
        }
        return concepts(chosen);
    }

    /**
     * Gives every part the groups that serve it best: those whose score above chance is at least a share of the best
     * group's. A group can serve several parts, so a small part is not lost to a large one beside it; only parts for
     * which no group is better than chance are absent from the result.
     *
     * @param share how near to the best group's score the others must come, in (0, 1]; 1 takes the best only
     * @return concepts that may share groups, in the order of the parts
     * @throws IllegalArgumentException if the share is out of range
     */
    public Concepts covering(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of the best score must be in (0, 1], got " + share);
        }
        List<SortedSet<Integer>> chosen = emptySets();
        for (int p = 0; p < parts.size(); p++) {
            double best = scores[ranking(parts.get(p)).get(0)][p] - chance;
            for (int c = 0; c < scores.length; c++) {
                double above = scores[c][p] - chance;
                if (above > 0 && above >= share * best) {
                    chosen.get(p).add(c);
                }
            }
        }
        return concepts(chosen);
    }

    private List<SortedSet<Integer>> emptySets() {
        List<SortedSet<Integer>> sets = new ArrayList<>();
        parts.forEach(p -> sets.add(new TreeSet<>()));
        return sets;
    }

    private Concepts concepts(List<SortedSet<Integer>> chosen) {
        List<Concept> concepts = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            if (!chosen.get(p).isEmpty()) {
                concepts.add(new Concept(parts.get(p), chosen.get(p)));
            }
        }
        return new Concepts(scores.length, concepts);
    }

    private int index(String part) {
        int index = parts.indexOf(part);
        if (index < 0) {
            throw new IllegalArgumentException(NearNames.unknown("part", part, "the scores", parts));
        }
        return index;
    }

    /** {@return a table, one line a group} */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("group");
        parts.forEach(p -> table.append(String.format(" %10s", p)));
        for (int c = 0; c < scores.length; c++) {
            table.append(String.format("%n%5d", c));
            for (int p = 0; p < parts.size(); p++) {
                int width = Math.max(10, parts.get(p).length());
                table.append(String.format(Locale.ROOT, " %" + width + ".4g", scores[c][p]));
            }
        }
        return table.toString();
    }
}
