package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;
import java.util.Objects;

/**
 * The house of a scene.
 *
 * @param kind its shape, or none
 * @param x where it stands, from left to right
 * @param depth how near it stands
 * @param width of its walls
 * @param height of its walls
 * @param pitch height of its roof
 * @param wall colour of its walls, from white over cream to rose
 * @param roof colour of its roof, from slate over brown to red
 * @param door colour of its door, from blue to crimson
 * @param doorPlace in which column of windows the door is, from left to right; a tower has but one
 * @param lit how much light shines out of its windows
 */
public record House(
        HouseKind kind,
        @Range(low = -1) double x,
        @Range double depth,
        @Range double width,
        @Range double height,
        @Range double pitch,
        @Range double wall,
        @Range double roof,
        @Range double door,
        @Range(low = -1) double doorPlace,
        @Range double lit) {
    /**
     * Checks the ranges.
     *
     * @param kind not null
     * @param x in [-1, 1]
     * @param depth in [0, 1]
     * @param width in [0, 1]
     * @param height in [0, 1]
     * @param pitch in [0, 1]
     * @param wall in [0, 1]
     * @param roof in [0, 1]
     * @param door in [0, 1]
     * @param doorPlace in [-1, 1]
     * @param lit in [0, 1]
     * @throws NullPointerException if the kind is null
     * @throws IllegalArgumentException if a factor is out of its range
     */
    public House {
        Objects.requireNonNull(kind, "kind");
        FactorTable.check(House.class, kind.index(), x, depth, width, height, pitch, wall, roof, door, doorPlace, lit);
    }
}
