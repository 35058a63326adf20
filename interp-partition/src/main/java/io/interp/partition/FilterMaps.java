package io.interp.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.Pass;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.partition.energy.GroupCosine;
import io.interp.partition.mixture.FilterStatistics;

/** Streams the maps of a layer over a fixed set of latents into the statistics that the grouping is fitted to. */
final class FilterMaps {

    private static final int BATCH = 64;
    private static final long LATENTS = 0x6d61;

    private FilterMaps() {}

    /** Mean maps and mean squares of a layer over the first N latents of a seed. */
    static FilterStatistics statistics(Generator generator, String layer, int images, long seed) {
        Layer at = generator.layers().named(layer);
        int filters = at.units();
        int positions = Math.toIntExact(at.outputShape().size() / filters);
        FilterStatistics.Accumulator accumulator = FilterStatistics.accumulator(filters, positions);
        for (int from = 0; from < images; from += BATCH) {
            int count = Math.min(BATCH, images - from);
            try (NDManager scope = generator.manager().newSubManager();
                    GradScope off = GradScope.off()) {
                NDArray z = generator.latents().sample(scope, Draws.derive(seed, LATENTS), from, count);
                NDArray maps = generator
                        .activation(z, layer, Pass.INFERENCE)
                        .reshape(new Shape(count, filters, positions)); // [B, M, K]
                NDArray squares = maps.toType(DataType.FLOAT64, false).square().sum(new int[] {2}); // [B, M]
                accumulator.add(
                        maps.sum(new int[] {0}).toFloatArray(),
                        squares.sum(new int[] {0}).toDoubleArray(),
                        count);
            }
        }
        return accumulator.statistics();
    }

    /** Cosines between maps within and between groups over the first latents of a seed. */
    static GroupCosine cosine(Generator generator, String layer, int[] groups, int images, long seed) {
        try (NDManager scope = generator.manager().newSubManager();
                GradScope off = GradScope.off()) {
            NDArray z = generator.latents().sample(scope, Draws.derive(seed, LATENTS), images);
            return GroupCosine.of(generator.activation(z, layer, Pass.INFERENCE), groups);
        }
    }
}
