package io.interp.partition.concept;

import io.interp.partition.mixture.FilterMixture;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A visual concept: a name for a set of filter groups, such as the three groups that draw a mouth.
 *
 * @param name the name, not blank
 * @param groups the numbers of the groups in ascending order; {@link FilterMixture#INACTIVE} stands for the filters
 *     without a group. May be empty, which is a concept that changes nothing
 */
public record Concept(String name, SortedSet<Integer> groups) {

    /**
     * Validates and copies.
     *
     * @throws IllegalArgumentException if the name is blank or a group is below {@link FilterMixture#INACTIVE}
     */
    public Concept {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a concept needs a name, got a blank one");
        }
        groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
        if (!groups.isEmpty() && groups.first() < FilterMixture.INACTIVE) {
            throw new IllegalArgumentException("concept '" + name + "' should have groups numbered from 0, or "
                    + FilterMixture.INACTIVE + " for inactive filters, got " + groups.first());
        }
    }

    /**
     * {@return a concept}
     *
     * @param name its name
     * @param groups the numbers of its groups, in any order
     * @throws IllegalArgumentException if the name is blank or a group is below {@link FilterMixture#INACTIVE}
     */
    public static Concept of(String name, int... groups) {
        return new Concept(name, new TreeSet<>(Arrays.stream(groups).boxed().toList()));
    }

    /**
     * {@return the concept of all groups that are in any of the given concepts}
     *
     * @param name its name
     * @param parts the concepts to join
     */
    public static Concept union(String name, List<Concept> parts) {
        SortedSet<Integer> groups = new TreeSet<>();
        parts.forEach(p -> groups.addAll(p.groups()));
        return new Concept(name, groups);
    }
}
