package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;

/**
 * Names groups by what they do: each group alone is swapped between the images of random pairs, and what changes is
 * measured inside and outside every part of the image that is changed.
 *
 * <p>Costs one run of the layers after the target layer per group and batch.
 *
 * @param pairs the pairs of latents
 */
public record CausalNaming(LatentPairs pairs) {

    /**
     * Measures the effect of each group on each part.
     *
     * @param generator the generator
     * @param groups groups of one of its layers
     * @param masks the parts, found on the images before they are changed
     * @return the effects, from which scores are taken; 0 for a part that was never seen
     * @throws IllegalArgumentException if the groups do not fit the generator
     */
    public PartEffects measure(Generator generator, FilterGroups groups, SegmentMasks masks) {
        ConceptSwap swap = new ConceptSwap(generator, groups);
        String layer = groups.layer();
        int count = groups.groups();
        int parts = masks.parts().size();
        double[][] change = new double[count][parts];
        double[] total = new double[count];
        double[] area = new double[parts];
        double[] pixels = new double[1];
        pairs.forEach(generator.manager(), generator.latents(), (source, target) -> {
            NDArray other = generator.activation(source, layer, Pass.INFERENCE);
            Run run = generator.run(target, LayerHook.capture(layer));
            NDArray mask = columns(masks.of(run.images())); // [N * H * W, P]
            add(area, mask.sum(new int[] {0}));
            pixels[0] += mask.getShape().get(0);
            for (int c = 0; c < count; c++) {
                try (NDManager scope = target.getManager().newSubManager()) {
                    NDArray z = target.duplicate();
                    z.attach(scope);
                    NDArray maps = swap.mix(Concept.of("group", c), run.activation(layer), other, 1);
                    maps.attach(scope);
                    NDArray difference = generator.resume(z, layer, maps).sub(run.images()); // [N, C, H, W]
                    NDArray squares = difference
                            .toType(DataType.FLOAT64, false)
                            .square()
                            .mean(new int[] {1})
                            .reshape(1, -1); // [1, N * H * W]
                    add(change[c], squares.matMul(mask));
                    total[c] += squares.sum().getDouble();
                }
            }
        });
        double[][] inside = new double[count][parts];
        double[][] outside = new double[count][parts];
        for (int c = 0; c < count; c++) {
            for (int p = 0; p < parts; p++) {
                double rest = pixels[0] - area[p];
                inside[c][p] = area[p] == 0 ? 0 : change[c][p] / area[p];
                // A difference of sums can come out a rounding error below zero.
                outside[c][p] = rest == 0 ? 0 : Math.max(0, total[c] - change[c][p]) / rest;
            }
        }
        return new PartEffects(masks.parts(), inside, outside);
    }

    private static NDArray columns(NDArray masks) {
        Shape shape = masks.getShape();
        return masks.transpose(0, 2, 3, 1).reshape(-1, shape.get(1)).toType(DataType.FLOAT64, false);
    }

    private static void add(double[] totals, NDArray values) {
        double[] array = values.toDoubleArray();
        for (int i = 0; i < totals.length; i++) {
            totals[i] += array[i];
        }
    }
}
