package io.interp.testkit.drawn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.interp.core.tensor.TensorOps;

/**
 * Images {@code [N, 3, H, W]} to one score map a part {@code [N, 7, H, W]}: convolutions at full, half and quarter size,
 * then back up, each size joined with what was seen at it on the way down.
 *
 * <p>Reference: Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", MICCAI
 * 2015.
 */
final class PartNetwork extends AbstractBlock {
    private static final int FULL = 16;
    private static final int HALF = 32;
    private static final int QUARTER = 48;
    private static final int LAST = 24;

    private final Block full = addChildBlock("full", convolution(FULL, 3, 1));
    private final Block toHalf = addChildBlock("to_half", convolution(HALF, 3, 2));
    private final Block half = addChildBlock("half", convolution(HALF, 3, 1));
    private final Block toQuarter = addChildBlock("to_quarter", convolution(QUARTER, 3, 2));
    private final Block quarter = addChildBlock("quarter", convolution(QUARTER, 3, 1));
    private final Block upHalf = addChildBlock("up_half", convolution(HALF, 3, 1));
    private final Block upFull = addChildBlock("up_full", convolution(LAST, 3, 1));
    private final Block score = addChildBlock("score", convolution(DrawnFace.CLASSES.size(), 1, 1));

    private static Conv2d convolution(int filters, int kernel, int stride) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .build();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray atFull = rectified(full, store, inputs.singletonOrThrow()); // [N, 16, H, W]
        NDArray atHalf = rectified(half, store, rectified(toHalf, store, atFull)); // [N, 32, H/2, W/2]
        NDArray atQuarter = rectified(quarter, store, rectified(toQuarter, store, atHalf)); // [N, 48, H/4, W/4]
        NDArray backAtHalf = rectified(upHalf, store, joined(atQuarter, atHalf)); // [N, 32, H/2, W/2]
        NDArray backAtFull = rectified(upFull, store, joined(backAtHalf, atFull)); // [N, 24, H, W]
        return score.forward(store, new NDList(backAtFull), training); // [N, 7, H, W]
    }

    private static NDArray rectified(Block block, ParameterStore store, NDArray input) {
        return Activation.relu(block.forward(store, new NDList(input), false).singletonOrThrow());
    }

    private static NDArray joined(NDArray small, NDArray large) {
        Shape shape = large.getShape();
        return TensorOps.resizeBilinear(small, shape.get(2), shape.get(3), false)
                .concat(large, 1);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape in = inputShapes[0];
        return new Shape[] {new Shape(in.get(0), DrawnFace.CLASSES.size(), in.get(2), in.get(3))};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape in = inputShapes[0];
        full.initialize(manager, dataType, in);
        toHalf.initialize(manager, dataType, at(in, FULL, 1));
        half.initialize(manager, dataType, at(in, HALF, 2));
        toQuarter.initialize(manager, dataType, at(in, HALF, 2));
        quarter.initialize(manager, dataType, at(in, QUARTER, 4));
        upHalf.initialize(manager, dataType, at(in, QUARTER + HALF, 2));
        upFull.initialize(manager, dataType, at(in, HALF + FULL, 1));
        score.initialize(manager, dataType, at(in, LAST, 1));
    }

    private static Shape at(Shape in, int channels, int divisor) {
        return new Shape(in.get(0), channels, in.get(2) / divisor, in.get(3) / divisor);
    }
}
