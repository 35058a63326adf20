package io.interp.sefa;

import ai.djl.ndarray.NDArray;

/**
 * Codes of images together with the space they belong to.
 *
 * @param space the space
 * @param values {@code [N, d]} float32 in Z and W, {@code [N, L, d]} in W+; owned by whoever made them
 */
public record Codes(CodeSpace space, NDArray values) {

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if the array does not hold codes of that space
     */
    public Codes {
        space.check(values);
    }

    /**
     * {@return latents as codes of Z}
     *
     * @param latents {@code [N, d]}
     */
    public static Codes z(NDArray latents) {
        return new Codes(CodeSpace.z(columns(latents)), latents);
    }

    /**
     * {@return codes of W}
     *
     * @param values {@code [N, d]}
     */
    public static Codes w(NDArray values) {
        return new Codes(CodeSpace.w(columns(values)), values);
    }

    /**
     * {@return codes of W+}
     *
     * @param values {@code [N, L, d]}
     * @throws IllegalArgumentException if there is no axis of layers
     */
    public static Codes wPlus(NDArray values) {
        if (values.getShape().dimension() != 3) {
            throw new IllegalArgumentException("codes of W+ must be [N, L, d], got " + values.getShape());
        }
        int layers = Math.toIntExact(values.getShape().get(1));
        return new Codes(CodeSpace.wPlus(layers, columns(values)), values);
    }

    private static int columns(NDArray values) {
        int rank = values.getShape().dimension();
        if (rank == 0) {
            throw new IllegalArgumentException("codes must be [N, d] or [N, L, d], got a scalar");
        }
        return Math.toIntExact(values.getShape().get(rank - 1));
    }

    /** {@return the number of images N} */
    public int count() {
        return Math.toIntExact(values.getShape().get(0));
    }
}
