package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.interp.core.tensor.TensorOps;

/**
 * Statistics that were collected for a row of truncations of the latents, from 0 to 1; those of the truncation in use are
 * interpolated. No pass changes them.
 */
final class TruncationStatistics implements MapStatistics {

    private static final double EPSILON = 1e-4;
    private static final double ROUNDING = 1e-9;

    private final int row;
    private final double share;
    private final Parameter means;
    private final Parameter variances;

    /**
     * Adds the statistics to a block.
     *
     * @param block the block
     * @param maps the number of maps
     * @param rows for how many truncations there are statistics, evenly from 0 to 1
     * @param truncation the truncation in use
     */
    TruncationStatistics(PublishedBlock block, int maps, int rows, double truncation) {
        double place = truncation * (rows - 1);
        row = (int) Math.min(Math.floor(place + ROUNDING), rows - 1);
        share = Math.max(0, place - row);
        means = block.bufferOf("running_means", 0, rows, maps);
        variances = block.bufferOf("running_vars", 1, rows, maps);
    }

    @Override
    public NDArray normalise(PublishedBlock.Scope pass, NDArray x) {
        return MapStatistics.scaled(x, between(pass.get(means)), between(pass.get(variances)), EPSILON);
    }

    private NDArray between(NDArray table) {
        NDArray here = table.get(row); // [C]
        return share < ROUNDING
                ? here
                : TensorOps.scale(here, 1 - share).add(TensorOps.scale(table.get(row + 1), share));
    }
}
