package io.interp.eigengan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import io.interp.core.tensor.Draws;

/**
 * The linear subspace of one layer: {@code [N, q]} coordinates z to {@code [N, C, H, W]} maps phi = U diag(L) z + mu.
 *
 * <p>Weights: {@code U} is {@code [C*H*W, q]}, its columns the basis, each a stack of maps in the order C, H, W; {@code L}
 * is {@code [q]}, their lengths; {@code mu} is {@code [C*H*W]}, the origin. At first U has orthonormal columns and mu is 0.
 *
 * <h2>Reference</h2>
 *
 * He, Kan and Shan, "EigenGAN: Layer-Wise Eigen-Learning for GANs", ICCV 2021, section 3.
 */
public final class SubspaceLayer extends AbstractBlock {

    /** The name of the basis U. */
    public static final String BASIS = "U";

    /** The name of the lengths L. */
    public static final String SCALES = "L";

    /** The name of the origin mu. */
    public static final String ORIGIN = "mu";

    private static final byte VERSION = 1;

    private final Shape map;
    private final Parameter basis;
    private final Parameter scales;
    private final Parameter origin;

    /**
     * Creates the block.
     *
     * @param map the shape (C, H, W) of the maps
     * @param initialScales the initial lengths L, one a dimension
     * @param seed the seed of the initial basis
     * @throws IllegalArgumentException if there are no dimensions or more than the maps have numbers
     */
    @SuppressWarnings("this-escape")
    public SubspaceLayer(Shape map, double[] initialScales, long seed) {
        super(VERSION);
        int rows = Math.toIntExact(map.size());
        int dimensions = initialScales.length;
        if (dimensions < 1 || dimensions > rows) {
            throw new IllegalArgumentException(
                    "a subspace of maps " + map + " has 1 to " + rows + " dimensions, got " + dimensions);
        }
        this.map = map;
        float[] lengths = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            lengths[i] = (float) initialScales[i];
        }
        basis = array(
                BASIS,
                (manager, shape, type) -> manager.create(
                        OrthonormalColumns.draw(Draws.stream(seed), rows, dimensions), new Shape(rows, dimensions)),
                rows,
                dimensions);
        scales = array(SCALES, (manager, shape, type) -> manager.create(lengths), dimensions);
        origin = array(ORIGIN, Initializer.ZEROS, rows);
    }

    private Parameter array(String name, Initializer initial, long... shape) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(shape))
                .optInitializer(initial)
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray z = inputs.singletonOrThrow(); // [N, q]
        NDManager owner = z.getManager();
        NDArray u = store.getValue(basis, z.getDevice(), training).transpose(); // [q, D]
        u.attach(owner); // what is made of a weight belongs to the weight's manager otherwise
        NDArray phi = z.mul(store.getValue(scales, z.getDevice(), training))
                .matMul(u)
                .add(store.getValue(origin, z.getDevice(), training)); // [N, D]
        return new NDList(phi.reshape(new Shape(-1).addAll(map)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0)).addAll(map)};
    }
}
