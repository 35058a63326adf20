package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.measure.Segmenter;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import java.util.List;

/** Masks of image parts, found by a segmenter whose classes are merged to parts. Does not own the segmenter. */
public final class SegmentMasks {

    private final Segmenter segmenter;
    private final PartLabels parts;

    /**
     * Creates masks.
     *
     * @param segmenter finds the class of every pixel; stays the caller's
     * @param parts which of its classes make which part
     */
    public SegmentMasks(Segmenter segmenter, PartLabels parts) {
        this.segmenter = segmenter;
        this.parts = parts;
    }

    /**
     * {@return masks with one part for every class of the segmenter}
     *
     * @param segmenter the segmenter; stays the caller's
     */
    public static SegmentMasks each(Segmenter segmenter) {
        return new SegmentMasks(segmenter, PartLabels.each(segmenter.labels()));
    }

    /** {@return the names of the parts in order} */
    public List<String> parts() {
        return parts.names();
    }

    /** {@return which classes of the segmenter make which part} */
    public PartLabels labels() {
        return parts;
    }

    /**
     * Finds all parts at the segmenter's own resolution.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @return {@code [N, P, h, w]} float32, 1 inside a part and 0 outside, owned by the images' manager
     */
    public NDArray atOwnSize(NDArray images) {
        return find(images, parts.names(), false);
    }

    /**
     * Finds all parts at the resolution of the images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @return {@code [N, P, H, W]} float32, 1 inside a part and 0 outside, owned by the images' manager. Where the
     *     segmenter has another resolution, masks are resized bilinearly and cut at one half
     */
    public NDArray of(NDArray images) {
        return find(images, parts.names(), true);
    }

    /**
     * Finds one part at the resolution of the images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @param part the part
     * @return {@code [N, H, W]} float32, 1 inside the part and 0 outside, owned by the images' manager
     * @throws IllegalArgumentException if there is no such part; the message lists near ones
     */
    public NDArray of(NDArray images, String part) {
        try (NDArray mask = find(images, List.of(part), true)) {
            return mask.squeeze(1); // [N, H, W]
        }
    }

    private NDArray find(NDArray images, List<String> wanted, boolean atImageSize) {
        List<int[]> labels = wanted.stream().map(parts::indices).toList();
        Shape size = images.getShape();
        try (GradScope off = GradScope.off();
                NDManager scope = images.getManager().newSubManager()) {
            NDArray classes = segmenter.segment(images); // [N, h, w]
            classes.attach(scope);
            NDList masks = new NDList();
            for (int[] indices : labels) {
                NDArray mask = classes.eq(indices[0]);
                for (int i = 1; i < indices.length; i++) {
                    mask = mask.logicalOr(classes.eq(indices[i]));
                }
                masks.add(mask.toType(DataType.FLOAT32, false));
            }
            NDArray all = NDArrays.stack(masks, 1); // [N, P, h, w]
            Shape own = all.getShape();
            if (atImageSize && (own.get(2) != size.get(2) || own.get(3) != size.get(3))) {
                all = TensorOps.resizeBilinear(all, size.get(2), size.get(3), false)
                        .gte(0.5f)
                        .toType(DataType.FLOAT32, false); // [N, P, H, W]
            }
            all.attach(images.getManager());
            return all;
        }
    }
}
