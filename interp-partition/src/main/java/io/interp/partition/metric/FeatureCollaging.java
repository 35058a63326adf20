package io.interp.partition.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.Run;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import io.interp.partition.concept.RegionEdit;
import io.interp.partition.concept.SegmentMasks;

/**
 * The baseline: cuts a region out of all maps of one layer and pastes it into those of another image, at the same place:
 * {@code f = m f_source + (1 - m) f_target} with the mask m of a part, averaged down to the size of the maps, so soft at
 * its edge. Needs no groups, but a mask for every edit. Does not own the generator.
 *
 * <p>With {@link Region#TARGET} the mask is the very one that {@link LocalityBenchmark} measures with: at a layer near the
 * image almost nothing outside it can change, whatever the result looks like. {@link Region#UNION} has no such advantage.
 *
 * <h2>Reference</h2>
 *
 * Suzuki et al., "Spatially Controllable Image Synthesis with Internal Representation Collaging", 2018. There maps are
 * blended at several layers with masks drawn by a user; here at one layer, that of the group swap it is compared with,
 * with masks of a segmenter.
 *
 * @param generator the generator; stays the caller's
 * @param layer the layer whose maps are blended
 * @param masks finds the part
 * @param part the part
 * @param region which images' part is replaced
 */
public record FeatureCollaging(Generator generator, String layer, SegmentMasks masks, String part, Region region)
        implements RegionEdit {

    /** Which images' part the mask is of. */
    public enum Region {
        /** The part on the target. */
        TARGET,
        /** The part on the source or the target, so that nothing of the target's own part is left beside it. */
        UNION
    }

    /**
     * Validates the choice.
     *
     * @throws IllegalArgumentException if the layer is unknown or has no maps, or there is no such part
     */
    public FeatureCollaging {
        Layer found = generator.layers().named(layer);
        if (!found.isSpatial()) {
            throw new IllegalArgumentException("layer '" + layer + "' should give maps [N, M, h, w], its output for"
                    + " one latent is " + found.outputShape() + "; choose one of convolutions");
        }
        masks.labels().indices(part);
    }

    @Override
    public NDArray apply(NDArray source, NDArray target) {
        generator.latents().check(source);
        generator.latents().check(target);
        if (!source.getShape().equals(target.getShape())) {
            throw new IllegalArgumentException(
                    "sources and targets go in pairs, got " + source.getShape() + " and " + target.getShape());
        }
        NDManager owner = source.getManager();
        try (GradScope off = GradScope.off();
                NDManager scope = owner.newSubManager()) {
            NDArray z = target.duplicate();
            NDArray zSource = source.duplicate();
            z.attach(scope);
            zSource.attach(scope);
            Run before = generator.run(z, LayerHook.capture(layer));
            Run other = generator.run(zSource, LayerHook.capture(layer));
            NDArray mask = masks.of(before.images(), part); // [N, H, W]
            if (region == Region.UNION) {
                mask = mask.maximum(masks.of(other.images(), part));
            }
            Shape maps = before.activation(layer).getShape();
            NDArray m = shrink(mask.expandDims(1), maps.get(2), maps.get(3)); // [N, 1, h, w]
            NDArray blended = other.activation(layer)
                    .mul(m)
                    .add(before.activation(layer).mul(m.neg().add(1)));
            NDArray images = generator.resume(z, layer, blended);
            images.attach(owner);
            return images;
        }
    }

    /** Averages masks down to the size of the maps; where the sizes are no multiple, they are first resized to one. */
    static NDArray shrink(NDArray masks, long h, long w) {
        Shape shape = masks.getShape();
        long rows = (shape.get(2) + h - 1) / h;
        long columns = (shape.get(3) + w - 1) / w;
        NDArray fitting = masks;
        if (shape.get(2) != rows * h || shape.get(3) != columns * w) {
            fitting = TensorOps.resizeBilinear(masks, rows * h, columns * w, false);
        }
        return fitting.reshape(shape.get(0), 1, h, rows, w, columns)
                .mean(new int[] {5})
                .mean(new int[] {3}); // [N, 1, h, w]
    }
}
