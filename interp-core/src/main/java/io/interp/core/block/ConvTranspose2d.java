package io.interp.core.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.interp.core.tensor.TensorOps;

/**
 * Transposed convolution as a DJL block, which DJL's own PyTorch engine lacks: {@code [N, C, H, W]} to {@code [N, F,
 * (H-1)*stride - 2*padding + kernel, ...]}. The weight is {@code [C, F, kernel, kernel]} as in PyTorch.
 */
public final class ConvTranspose2d extends AbstractBlock {

    private static final byte VERSION = 1;

    private final int filters;
    private final int kernel;
    private final int stride;
    private final int padding;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * Creates the block.
     *
     * @param filters the number of output channels F
     * @param kernel the kernel's height and width
     * @param stride the stride in both dimensions
     * @param padding what is cut off at each edge of the result
     * @param withBias whether a bias is added to each output channel
     */
    @SuppressWarnings("this-escape")
    public ConvTranspose2d(int filters, int kernel, int stride, int padding, boolean withBias) {
        super(VERSION);
        this.filters = filters;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .build());
        bias = withBias
                ? addParameter(Parameter.builder()
                        .setName("bias")
                        .setType(Parameter.Type.BIAS)
                        .build())
                : null;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray input = inputs.singletonOrThrow();
        NDArray w = store.getValue(weight, input.getDevice(), training);
        NDArray b = bias == null ? null : store.getValue(bias, input.getDevice(), training);
        return new NDList(TensorOps.convTranspose2d(input, w, b, stride, padding, 0));
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        weight.setShape(new Shape(inputShapes[0].get(1), filters, kernel, kernel));
        if (bias != null) {
            bias.setShape(new Shape(filters));
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {new Shape(in.get(0), filters, extent(in.get(2)), extent(in.get(3)))};
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the input is not {@code [N, C, H, W]}
     */
    @Override
    public void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        if (inputShapes[0].dimension() != 4) {
            throw new IllegalArgumentException("a transposed convolution takes [N, C, H, W], got " + inputShapes[0]);
        }
    }

    private long extent(long before) {
        return (before - 1) * stride - 2L * padding + kernel;
    }
}
