package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;

/** Batch norm without scale and shift. */
interface MapStatistics {

    /**
     * Normalises maps with statistics per channel.
     *
     * @param pass the pass
     * @param x {@code [N, C, H, W]}
     * @return the same shape
     */
    NDArray normalise(PublishedBlock.Scope pass, NDArray x);

    /**
     * Normalises with given statistics.
     *
     * @param x {@code [N, C, H, W]}
     * @param mean {@code [C]}
     * @param variance {@code [C]}
     * @param epsilon what is added to the variance
     */
    static NDArray scaled(NDArray x, NDArray mean, NDArray variance, double epsilon) {
        return x.sub(mean.reshape(1, -1, 1, 1)).div(variance.add(epsilon).sqrt().reshape(1, -1, 1, 1));
    }
}
