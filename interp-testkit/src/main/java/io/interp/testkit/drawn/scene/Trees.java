package io.interp.testkit.drawn.scene;

import io.interp.testkit.paint.FactorTable;
import io.interp.testkit.paint.Range;
import java.util.List;
import java.util.Objects;

/**
 * The trees of a scene.
 *
 * @param first one of them
 * @param second one of them
 * @param third one of them
 * @param fourth one of them
 */
public record Trees(Tree first, Tree second, Tree third, Tree fourth) {
    /**
     * Checks the parts.
     *
     * @param first not null
     * @param second not null
     * @param third not null
     * @param fourth not null
     * @throws NullPointerException if a part is null
     */
    public Trees {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        Objects.requireNonNull(third, "third");
        Objects.requireNonNull(fourth, "fourth");
    }

    List<Tree> all() {
        return List.of(first, second, third, fourth);
    }

    /**
     * One tree.
     *
     * @param kind its shape
     * @param size of the whole; at 0 there is none
     * @param x where it stands, from left to right
     * @param depth how near it stands
     * @param width of its crown
     * @param tone of its leaves, from dark to light
     */
    public record Tree(
            TreeKind kind,
            @Range double size,
            @Range(low = -1) double x,
            @Range double depth,
            @Range double width,
            @Range double tone) {
        /**
         * Checks the ranges.
         *
         * @param kind not null
         * @param size in [0, 1]
         * @param x in [-1, 1]
         * @param depth in [0, 1]
         * @param width in [0, 1]
         * @param tone in [0, 1]
         * @throws NullPointerException if the kind is null
         * @throws IllegalArgumentException if a factor is out of its range
         */
        public Tree {
            Objects.requireNonNull(kind, "kind");
            FactorTable.check(Tree.class, kind.index(), size, x, depth, width, tone);
        }
    }
}
