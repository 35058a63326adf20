package io.interp.eigengan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The subspace of one layer as it is at a moment: a copy of U, L and mu in Java memory. Immutable. */
public final class Subspace {

    private final int layer;
    private final Shape map;
    private final float[] basis;
    private final double[] scales;
    private final float[] origin;

    private Subspace(int layer, Shape map, float[] basis, double[] scales, float[] origin) {
        this.layer = layer;
        this.map = map;
        this.basis = basis;
        this.scales = scales;
        this.origin = origin;
    }

    /** The name of a subspace among a generator's layers. */
    static String path(int layer) {
        return "layer" + layer + ".subspace";
    }

    /**
     * Copies a subspace out of a generator.
     *
     * @param generator an EigenGAN
     * @param layer the layer, from 1
     * @return the subspace
     * @throws IllegalArgumentException if there is no such subspace
     */
    public static Subspace of(Generator generator, int layer) {
        String path = path(layer);
        Shape map = generator.layers().named(path).outputShape();
        var state = generator.state();
        return new Subspace(
                layer,
                map,
                state.get(path + "." + SubspaceLayer.BASIS).toFloatArray(),
                doubles(state.get(path + "." + SubspaceLayer.SCALES)),
                state.get(path + "." + SubspaceLayer.ORIGIN).toFloatArray());
    }

    /**
     * Copies all subspaces out of a generator.
     *
     * @param generator an EigenGAN
     * @return the subspaces, that of layer 1 first
     * @throws IllegalArgumentException if it is no EigenGAN
     */
    public static List<Subspace> of(Generator generator) {
        return IntStream.rangeClosed(1, EigenLatents.of(generator).layers())
                .mapToObj(layer -> of(generator, layer))
                .toList();
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toFloatArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** {@return the layer, from 1 for the deepest} */
    public int layer() {
        return layer;
    }

    /** {@return the shape (C, H, W) of its maps} */
    public Shape map() {
        return map;
    }

    /** {@return the number q of dimensions} */
    public int dimensions() {
        return scales.length;
    }

    /**
     * {@return the dimensions, that of the largest |L| first}
     */
    public List<EigenDimension> byScale() {
        return IntStream.range(0, scales.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(scales[i])))
                .map(i -> new EigenDimension(layer, i + 1))
                .toList();
    }

    /**
     * {@return a column of U, {@code [C*H*W]}}
     *
     * @param index the dimension, from 1
     * @throws IllegalArgumentException if there is no such dimension
     */
    public double[] basisVector(int index) {
        int q = scales.length;
        if (index < 1 || index > q) {
            throw new IllegalArgumentException("layer " + layer + " has dimensions 1 to " + q + ", got " + index);
        }
        return IntStream.range(0, basis.length / q)
                .mapToDouble(i -> basis[i * q + index - 1])
                .toArray();
    }

    /** {@return a copy of L, {@code [q]}; signs are free} */
    public double[] scales() {
        return scales.clone();
    }

    /** {@return a copy of mu, {@code [C*H*W]}} */
    public float[] origin() {
        return origin.clone();
    }

    /** {@return the Frobenius norm of U'U - I, summed in double: 0 for orthonormal columns} */
    public double orthogonalityError() {
        int q = scales.length;
        double[] gram = new double[q * q];
        for (int row = 0; row < basis.length; row += q) {
            for (int j = 0; j < q; j++) {
                for (int k = j; k < q; k++) {
                    gram[j * q + k] += (double) basis[row + j] * basis[row + k];
                }
            }
        }
        double sum = 0;
        for (int j = 0; j < q; j++) {
            for (int k = j; k < q; k++) {
                double off = gram[j * q + k] - (j == k ? 1 : 0);
                sum += (j == k ? 1 : 2) * off * off;
            }
        }
        return Math.sqrt(sum);
    }

    /** {@return the lengths of the columns of U, {@code [q]}: 1 where it is orthonormal} */
    public double[] columnLengths() {
        return IntStream.rangeClosed(1, scales.length)
                .mapToDouble(j ->
                        Math.sqrt(Arrays.stream(basisVector(j)).map(x -> x * x).sum()))
                .toArray();
    }

    /** {@return layer, maps, lengths and error in one line} */
    @Override
    public String toString() {
        return "layer " + layer + " " + map + ": |L| "
                + Arrays.stream(scales)
                        .map(Math::abs)
                        .mapToObj(l -> String.format(Locale.ROOT, "%.3f", l))
                        .toList()
                + String.format(Locale.ROOT, ", |U'U - I| %.2g", orthogonalityError());
    }
}
