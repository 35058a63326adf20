package io.interp.sefa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * A space in which a generator's codes can be moved. A direction belongs to one space and is refused in any other, even
 * where the numbers would fit.
 *
 * @param kind which of a generator's codes
 * @param dimension the number of coordinates d of one code
 * @param layers the number of codes an image has: L in W+, otherwise 1
 */
public record CodeSpace(Kind kind, int dimension, int layers) {

    /** The kinds of codes. */
    public enum Kind {
        /** The latents that are drawn from the prior, {@code [N, d]}. */
        Z("Z"),
        /** What the mapping network of a style generator makes of them, {@code [N, d]}. */
        W("W"),
        /** One such code for each layer of the synthesis, {@code [N, L, d]}. */
        W_PLUS("W+");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** {@return the name used in papers, such as {@code W+}} */
        public String title() {
            return title;
        }
    }

    /**
     * Validates the sizes.
     *
     * @throws IllegalArgumentException if a size is below 1, or there are several layers in Z or W
     */
    public CodeSpace {
        if (dimension < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "a code space needs at least 1 dimension and 1 layer, got " + dimension + " and " + layers);
        }
        if (kind != Kind.W_PLUS && layers != 1) {
            throw new IllegalArgumentException(
                    kind.title() + " has one code an image, got " + layers + " layers; only W+ has several");
        }
    }

    /**
     * {@return the space of the latents}
     *
     * @param dimension the number of coordinates
     */
    public static CodeSpace z(int dimension) {
        return new CodeSpace(Kind.Z, dimension, 1);
    }

    /**
     * {@return the space behind a mapping network}
     *
     * @param dimension the number of coordinates
     */
    public static CodeSpace w(int dimension) {
        return new CodeSpace(Kind.W, dimension, 1);
    }

    /**
     * {@return the space of one code for each layer}
     *
     * @param layers the number of codes an image has
     * @param dimension the number of coordinates of each
     */
    public static CodeSpace wPlus(int layers, int dimension) {
        return new CodeSpace(Kind.W_PLUS, dimension, layers);
    }

    /** {@return the shape of the codes of one image: (d), or (L, d) in W+} */
    public Shape codeShape() {
        return kind == Kind.W_PLUS ? new Shape(layers, dimension) : new Shape(dimension);
    }

    /**
     * Checks that an array holds codes of this space.
     *
     * @param values the array
     * @return the same array
     * @throws IllegalArgumentException if it is not {@code [N, d]}, or {@code [N, L, d]} in W+
     */
    public NDArray check(NDArray values) {
        Shape shape = values.getShape();
        if (shape.dimension() != codeShape().dimension() + 1 || !shape.slice(1).equals(codeShape())) {
            throw new IllegalArgumentException("codes of " + this + " must be [N" + (layers > 1 ? ", " + layers : "")
                    + ", " + dimension + "], got " + shape);
        }
        return values;
    }

    /**
     * Checks that something of another space is not used here.
     *
     * @param other the other space
     * @param what what belongs to it, for the message
     * @throws IllegalArgumentException if the spaces differ
     */
    public void requireSame(CodeSpace other, String what) {
        if (!equals(other)) {
            throw new IllegalArgumentException(what + " belongs to " + other + " and can't be used in " + this
                    + "; factorise the weights that this space meets, or take codes of " + other);
        }
    }

    /** {@return kind and size, such as {@code W+ (18 x 512)}} */
    @Override
    public String toString() {
        return kind.title() + " (" + (kind == Kind.W_PLUS ? layers + " x " : "") + dimension + ")";
    }
}
