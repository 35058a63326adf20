package io.interp.partition.concept;

import io.interp.partition.mixture.FilterMixture;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the filters of a layer are distributed over concepts (figure 4b of Li et al., 2022). All shares sum to 1.
 *
 * @param named the share of each concept by its name, in the order of the concepts; a filter in several counts for each
 *     in equal parts
 * @param unnamed the share of filters whose group is in no concept
 * @param empty the share of inactive filters, which have no group
 */
public record ConceptShares(Map<String, Double> named, double unnamed, double empty) {

    /** Copies the map, keeping its order. */
    public ConceptShares {
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /**
     * Counts the filters of each concept.
     *
     * @param groups the groups
     * @param concepts concepts of those groups
     * @return the shares
     * @throws IllegalArgumentException if the concepts are of another number of groups
     */
    public static ConceptShares of(FilterGroups groups, Concepts concepts) {
        if (groups.groups() != concepts.groups()) {
            throw new IllegalArgumentException(
                    "the concepts should be of " + groups.groups() + " groups, they are of " + concepts.groups());
        }
        Map<String, Double> named = new LinkedHashMap<>();
        concepts.names().forEach(n -> named.put(n, 0.0));
        double one = 1.0 / groups.filters();
        double unnamed = 0;
        double empty = 0;
        for (int j = 0; j < groups.filters(); j++) {
            int group = groups.group(j);
            List<Concept> holders =
                    concepts.stream().filter(c -> c.groups().contains(group)).toList();
            if (group == FilterMixture.INACTIVE) {
                empty += one;
            } else if (holders.isEmpty()) {
                unnamed += one;
            } else {
                holders.forEach(c -> named.merge(c.name(), one / holders.size(), Double::sum));
            }
        }
        return new ConceptShares(named, unnamed, empty);
    }
}
