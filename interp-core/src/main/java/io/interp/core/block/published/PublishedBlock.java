package io.interp.core.block.published;

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
import io.interp.core.tensor.GradScope;
import java.util.List;

/**
 * A block that is a formula over named arrays, where the names are those of a published module. Intermediate arrays live
 * in a scope of their own that ends with the formula, so a pass keeps no scaled copies of weights.
 */
abstract class PublishedBlock extends AbstractBlock {

    private static final byte VERSION = 1;

    private final long seed;
    private final Shape output;

    /**
     * Creates a block without arrays.
     *
     * @param seed the seed of the arrays that are drawn
     * @param output the shape of one output, without the batch axis
     */
    PublishedBlock(long seed, long... output) {
        super(VERSION);
        this.seed = seed;
        this.output = new Shape(output);
    }

    /** Adds a trainable array of normal numbers. */
    final Parameter weight(String name, double deviation, long... shape) {
        return array(name, true, normal(name, deviation), shape);
    }

    /** Adds a trainable array of equal numbers. */
    final Parameter weightOf(String name, float value, long... shape) {
        return array(name, true, constant(value), shape);
    }

    /** Adds a fixed array of normal numbers. */
    final Parameter buffer(String name, double deviation, long... shape) {
        return array(name, false, normal(name, deviation), shape);
    }

    /** Adds a fixed array of equal numbers. */
    final Parameter bufferOf(String name, float value, long... shape) {
        return array(name, false, constant(value), shape);
    }

    /** Adds a fixed array of given numbers. */
    final Parameter bufferOf(String name, float[] values, long... shape) {
        return array(name, false, (manager, form, type) -> manager.create(values, form), shape);
    }

    private Parameter array(String name, boolean trainable, Initializer initial, long... shape) {
        return addParameter(Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(shape))
                .optInitializer(initial)
                .optRequiresGrad(trainable)
                .build());
    }

    private Initializer normal(String name, double deviation) {
        return (manager, shape, type) -> {
            NDArray drawn = Draws.normal(manager, Draws.stream(seed, name.hashCode()), shape);
            drawn.muli(deviation);
            return drawn;
        };
    }

    private static Initializer constant(float value) {
        return (manager, shape, type) -> manager.full(shape, value);
    }

    /**
     * The formula.
     *
     * @param pass gives the block's arrays; owns what the formula makes
     * @param inputs the outputs of the stages that are read
     * @return the output, owned by the pass
     */
    abstract NDArray formula(Scope pass, List<NDArray> inputs);

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDManager owner = inputs.head().getManager();
        try (NDManager manager = owner.newSubManager()) {
            Scope scope = new Scope(manager, store, training);
            NDArray result = formula(scope, inputs.stream().map(scope::own).toList());
            result.attach(owner);
            return new NDList(result);
        }
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0)).addAll(output)};
    }

    /**
     * One pass through a block.
     *
     * @param manager owns everything the formula makes
     * @param store gives the arrays
     * @param training whether statistics of the batch are used and stored
     */
    record Scope(NDManager manager, ParameterStore store, boolean training) {

        /** {@return one of the block's arrays, so that what is computed from it belongs to this pass} */
        NDArray get(Parameter parameter) {
            return own(store.getValue(parameter, manager.getDevice(), training));
        }

        /** {@return the same numbers as an array of this pass; takes part in gradients} */
        NDArray own(NDArray array) {
            NDArray view = array.reshape(array.getShape());
            view.attach(manager);
            return view;
        }

        /** Overwrites a fixed array, outside any graph. */
        void store(Parameter parameter, NDArray value) {
            try (GradScope off = GradScope.off()) {
                value.copyTo(parameter.getArray());
            }
        }
    }
}
