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

    /** The maps that are grouped and scored: the layer's own, averaged over blocks. */
    static NDArray of(Generator generator, NDArray latents, PartitionOptions options, String layer, Pass pass) {
        NDArray maps = generator.activation(latents, layer, pass); // [B, M, h, w]
        try (GradScope scope = GradScope.of(pass.gradient())) {
            return pooled(maps, block(generator, options, layer));
        }
    }

    /** Averages maps over blocks, recorded if the calling thread records. */
    static NDArray pooled(NDArray maps, int block) {
        if (block == 1) {
            return maps;
        }
        Shape shape = maps.getShape();
        long rows = shape.get(2) / block;
        long columns = shape.get(3) / block;
        return maps.reshape(shape.get(0), shape.get(1), rows, block, columns, block)
                .mean(new int[] {5})
                .mean(new int[] {3}); // [B, M, h / block, w / block]
    }

    /** Blocks must tile the map and leave at least 2x2 of them. */
    static int block(Generator generator, PartitionOptions options, String layer) {
        Shape shape = generator.layers().named(layer).outputShape();
        long height = shape.get(1);
        long width = shape.get(2);
        int block = options.pooling();
        boolean fits = height % block == 0 && width % block == 0 && Math.min(height, width) / block >= 2;
        return fits ? block : 1;
    }

    /** Mean maps and mean squares of a layer over the first N latents of the settings' seed. */
    static FilterStatistics statistics(Generator generator, String layer, PartitionOptions options) {
        Layer at = generator.layers().named(layer);
        int filters = at.units();
        int block = block(generator, options, layer);
        int positions = Math.toIntExact(at.outputShape().size() / filters / block / block);
        int images = options.images();
        long seed = options.seed();
        FilterStatistics.Accumulator accumulator = FilterStatistics.accumulator(filters, positions);
        for (int from = 0; from < images; from += BATCH) {
            int count = Math.min(BATCH, images - from);
            try (NDManager scope = generator.manager().newSubManager();
                    GradScope off = GradScope.off()) {
                NDArray z = generator.latents().sample(scope, Draws.derive(seed, LATENTS), from, count);
                NDArray maps = of(generator, z, options, layer, Pass.INFERENCE)
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

    /** Cosines between the maps that are grouped, within and between groups, over the first latents of a seed. */
    static GroupCosine cosine(Generator generator, String layer, int[] groups, int images, PartitionOptions options) {
        try (NDManager scope = generator.manager().newSubManager();
                GradScope off = GradScope.off()) {
            NDArray z = generator.latents().sample(scope, Draws.derive(options.seed(), LATENTS), images);
            return GroupCosine.of(of(generator, z, options, layer, Pass.INFERENCE), groups);
        }
    }
}
