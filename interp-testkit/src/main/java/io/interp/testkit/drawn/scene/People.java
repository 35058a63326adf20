package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;
import java.util.List;
import java.util.Objects;

/**
 * The people of a scene.
 *
 * @param first one of them
 * @param second one of them
 */
public record People(Person first, Person second) {
    /**
     * Checks the parts.
     *
     * @param first not null
     * @param second not null
     * @throws NullPointerException if a part is null
     */
    public People {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
    }

    List<Person> all() {
        return List.of(first, second);
    }

    /**
     * One person.
     *
     * @param size of the whole; at 0 there is none
     * @param x where they stand, from left to right
     * @param depth how near they stand
     * @param clothing colour of what they wear above, from magenta over red to orange
     * @param legs colour of what they wear below, from dark to light
     * @param skin from light to dark
     */
    public record Person(
            @Range double size,
            @Range(low = -1) double x,
            @Range double depth,
            @Range double clothing,
            @Range double legs,
            @Range double skin) {
        /**
         * Checks the ranges.
         *
         * @param size in [0, 1]
         * @param x in [-1, 1]
         * @param depth in [0, 1]
         * @param clothing in [0, 1]
         * @param legs in [0, 1]
         * @param skin in [0, 1]
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Person {
            FactorTable.check(Person.class, size, x, depth, clothing, legs, skin);
        }
    }
}
