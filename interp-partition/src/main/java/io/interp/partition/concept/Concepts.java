package io.interp.partition.concept;

import io.interp.core.NearNames;
import io.interp.partition.mixture.FilterMixture;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The concepts of one partition of C groups, in order and under different names. Immutable. */
public final class Concepts extends AbstractList<Concept> {

    private final int groups;
    private final List<Concept> concepts;

    /**
     * Creates the list.
     *
     * @param groups the number C of groups of the partition, at least 1
     * @param concepts the concepts; they may share groups
     * @throws IllegalArgumentException if a name comes twice or a concept has a group that the partition lacks
     */
    public Concepts(int groups, List<Concept> concepts) {
        if (groups < 1) {
            throw new IllegalArgumentException("concepts need a partition of at least 1 group, got " + groups);
        }
        this.groups = groups;
        this.concepts = List.copyOf(concepts);
        Set<String> names = new HashSet<>();
        for (Concept concept : concepts) {
            if (!names.add(concept.name())) {
                throw new IllegalArgumentException("concept '" + concept.name() + "' comes twice; name them apart");
            }
            check(concept, groups);
        }
    }

    /** Refuses a concept with a group that a partition of that many groups lacks. */
    static void check(Concept concept, int groups) {
        if (!concept.groups().isEmpty() && concept.groups().last() >= groups) {
            throw new IllegalArgumentException("concept '" + concept.name() + "' has group "
                    + concept.groups().last() + ", the partition has groups 0 to " + (groups - 1));
        }
    }

    @Override
    public Concept get(int index) {
        return concepts.get(index);
    }

    @Override
    public int size() {
        return concepts.size();
    }

    /** {@return the number C of groups of the partition} */
    public int groups() {
        return groups;
    }

    /** {@return the names in order} */
    public List<String> names() {
        return concepts.stream().map(Concept::name).toList();
    }

    /**
     * Finds a concept.
     *
     * @param name its name
     * @return the concept
     * @throws IllegalArgumentException if there is none of that name; the message lists near ones
     */
    public Concept named(String name) {
        return concepts.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(NearNames.unknown("concept", name, "the partition", names())));
    }

    /**
     * {@return the concept of all groups of the named concepts, called by their names joined with {@code +}}
     *
     * @param names the names
     * @throws IllegalArgumentException if there is none of some name
     */
    public Concept union(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("a union needs at least one concept name, got none");
        }
        return Concept.union(
                String.join("+", names), Arrays.stream(names).map(this::named).toList());
    }

    /**
     * {@return the concept {@code all} of every filter of the layer: all groups, and the inactive filters as a
     * pseudo-group}
     */
    public Concept all() {
        SortedSet<Integer> every = new TreeSet<>(Set.of(FilterMixture.INACTIVE));
        for (int c = 0; c < groups; c++) {
            every.add(c);
        }
        return new Concept("all", every);
    }

    /** {@return the groups that are in no concept, ascending, without the pseudo-group of inactive filters} */
    public SortedSet<Integer> unnamed() {
        SortedSet<Integer> rest = new TreeSet<>(all().groups());
        rest.remove(FilterMixture.INACTIVE);
        concepts.forEach(c -> rest.removeAll(c.groups()));
        return rest;
    }

    /**
     * {@return these concepts and one more}
     *
     * @param concept the concept to add at the end
     * @throws IllegalArgumentException if its name is taken or it has a group that the partition lacks
     */
    public Concepts with(Concept concept) {
        List<Concept> more = new ArrayList<>(concepts);
        more.add(concept);
        return new Concepts(groups, more);
    }

    /** {@return the number of groups, and the groups of each concept by its name, as values that JSON can hold} */
    public Map<String, Object> toJson() {
        Map<String, Object> byName = new LinkedHashMap<>();
        concepts.forEach(c -> byName.put(c.name(), List.copyOf(c.groups())));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("groups", groups);
        json.put("concepts", byName);
        return json;
    }

    /**
     * Reads what {@link #toJson} gave.
     *
     * @param json the map, its numbers in any type
     * @return the same concepts
     * @throws IllegalArgumentException if a key is missing or a value is of another kind or out of range
     */
    public static Concepts fromJson(Map<String, ?> json) {
        if (!(json.get("concepts") instanceof Map<?, ?> byName)) {
            throw new IllegalArgumentException(
                    "concepts need \"groups\", a number, and \"concepts\", lists of groups by name, got " + json);
        }
        List<Concept> concepts = new ArrayList<>();
        byName.forEach((name, list) -> {
            if (!(name instanceof String text) || !(list instanceof List<?> numbers)) {
                throw new IllegalArgumentException(
                        "a concept should be a name with a list of groups, got " + name + ": " + list);
            }
            concepts.add(
                    Concept.of(text, numbers.stream().mapToInt(Concepts::whole).toArray()));
        });
        return new Concepts(whole(json.get("groups")), concepts);
    }

    private static int whole(Object value) {
        if (!(value instanceof Number number) || number.doubleValue() != number.intValue()) {
            throw new IllegalArgumentException(
                    "a group, or a number of groups, should be a whole number, got " + value);
        }
        return number.intValue();
    }
}
