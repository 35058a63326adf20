package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.LayerHook;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.stat.RunningJointCounts;
import io.interp.core.stat.RunningQuantile;
import io.interp.core.tensor.TensorOps;

/**
 * Names groups by where they light up: the mean map of a group is resized to the segmentation's size and cut at a high
 * quantile of its values over all images, and the region that is left is compared with each part.
 *
 * <p>Needs two passes over the sample, one for the quantiles. {@link CausalNaming} looks at what a group changes
 * instead.
 *
 * <h2>Reference</h2>
 *
 * The comparison is that of Bau et al., "GAN Dissection", ICLR 2019, section 3.1, on groups instead of units.
 *
 * @param top the share of all positions where a group counts as lit, in (0, 1); about one over the number of groups
 *     suits groups that share the image among them
 * @param sample the latents
 */
public record ConceptNaming(double top, LatentSample sample) {

    /**
     * Validates the share.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public ConceptNaming {
        if (!(top > 0 && top < 1)) {
            throw new IllegalArgumentException("the share of lit positions must be in (0, 1), got " + top);
        }
    }

    /**
     * Measures the overlap of groups and parts.
     *
     * @param generator the generator
     * @param groups groups of one of its layers
     * @param masks the parts
     * @return counts from which scores are taken
     * @throws IllegalArgumentException if the groups do not fit the generator
     */
    public PartOverlap measure(Generator generator, FilterGroups groups, SegmentMasks masks) {
        groups.in(generator);
        String layer = groups.layer();
        RunningQuantile values = new RunningQuantile(groups.groups());
        sample.forEach(
                generator.manager(),
                generator.latents(),
                z -> values.add(groups.means(generator.activation(z, layer, Pass.INFERENCE))));
        double[][] quantiles = values.quantiles(1 - top);
        float[] thresholds = new float[groups.groups()];
        for (int c = 0; c < thresholds.length; c++) {
            thresholds[c] = (float) quantiles[c][0];
        }
        RunningJointCounts counts =
                new RunningJointCounts(groups.groups(), masks.parts().size());
        sample.forEach(generator.manager(), generator.latents(), z -> {
            Run run = generator.run(z, LayerHook.capture(layer));
            NDArray parts = masks.atOwnSize(run.images()); // [N, P, h, w]
            Shape size = parts.getShape();
            NDArray means = groups.means(run.activation(layer)); // [N, C, k, k]
            NDArray threshold = z.getManager().create(thresholds, new Shape(1, thresholds.length, 1, 1));
            counts.add(
                    TensorOps.resizeBilinear(means, size.get(2), size.get(3), false)
                            .gt(threshold),
                    parts);
        });
        return new PartOverlap(groups.groups(), masks.parts(), counts);
    }
}
