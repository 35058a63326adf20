package io.interp.testkit.fit;

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
 * Images {@code [N, 3, H, W]} to one score map a class {@code [N, K, H, W]}: convolutions at full, half and quarter size,
 * then back up, each size joined with what was seen at it on the way down.
 *
 * <p>Reference: Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", MICCAI
 * 2015.
 */
public final class PartNetwork extends AbstractBlock {
    /**
     * The numbers of filters.
     *
     * @param full at the size of the image
     * @param half at half the size, down and up
     * @param quarter at a quarter of the size
     * @param last before the scores
     */
    public record Widths(int full, int half, int quarter, int last) {}

    private final int classes;
    private final Widths widths;
    private final Block full;
    private final Block toHalf;
    private final Block half;
    private final Block toQuarter;
    private final Block quarter;
    private final Block upHalf;
    private final Block upFull;
    private final Block score;

    /**
     * A network without weights.
     *
     * @param classes the number of classes K
     * @param widths the numbers of filters
     */
    public PartNetwork(int classes, Widths widths) {
        this.classes = classes;
        this.widths = widths;
        full = addChildBlock("full", convolution(widths.full(), 3, 1));
        toHalf = addChildBlock("to_half", convolution(widths.half(), 3, 2));
        half = addChildBlock("half", convolution(widths.half(), 3, 1));
        toQuarter = addChildBlock("to_quarter", convolution(widths.quarter(), 3, 2));
        quarter = addChildBlock("quarter", convolution(widths.quarter(), 3, 1));
        upHalf = addChildBlock("up_half", convolution(widths.half(), 3, 1));
        upFull = addChildBlock("up_full", convolution(widths.last(), 3, 1));
        score = addChildBlock("score", convolution(classes, 1, 1));
    }

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
        NDArray atFull = rectified(full, store, inputs.singletonOrThrow()); // [N, full, H, W]
        NDArray atHalf = rectified(half, store, rectified(toHalf, store, atFull)); // [N, half, H/2, W/2]
        NDArray atQuarter = rectified(quarter, store, rectified(toQuarter, store, atHalf)); // [N, quarter, H/4, W/4]
        NDArray backAtHalf = rectified(upHalf, store, joined(atQuarter, atHalf)); // [N, half, H/2, W/2]
        NDArray backAtFull = rectified(upFull, store, joined(backAtHalf, atFull)); // [N, last, H, W]
        return score.forward(store, new NDList(backAtFull), training); // [N, K, H, W]
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
        return new Shape[] {new Shape(in.get(0), classes, in.get(2), in.get(3))};
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape in = inputShapes[0];
        full.initialize(manager, dataType, in);
        toHalf.initialize(manager, dataType, at(in, widths.full(), 1));
        half.initialize(manager, dataType, at(in, widths.half(), 2));
        toQuarter.initialize(manager, dataType, at(in, widths.half(), 2));
        quarter.initialize(manager, dataType, at(in, widths.quarter(), 4));
        upHalf.initialize(manager, dataType, at(in, widths.quarter() + widths.half(), 2));
        upFull.initialize(manager, dataType, at(in, widths.half() + widths.full(), 1));
        score.initialize(manager, dataType, at(in, widths.last(), 1));
    }

    private static Shape at(Shape in, int channels, int divisor) {
        return new Shape(in.get(0), channels, in.get(2) / divisor, in.get(3) / divisor);
    }
}
