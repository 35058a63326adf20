package io.interp.dissect.repair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.dissect.intervene.TargetClass;

/** Says where in an image an artifact is. */
@FunctionalInterface
public interface ArtifactMask {

    /**
     * Finds the artifact.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]
     * @return {@code [N, h, w]} float32 from 0 for sound to 1 for broken pixels, owned by the images' manager
     */
    NDArray of(NDArray images);

    /**
     * {@return a mask of the pixels near a colour}
     *
     * @param rgb red, green and blue as in {@code 0x00d0ff}
     * @param tolerance the largest Euclidean distance that counts, where each channel runs from 0 to 1; positive
     * @throws IllegalArgumentException if the tolerance is not positive
     */
    static ArtifactMask color(int rgb, double tolerance) {
        if (!(tolerance > 0)) {
            throw new IllegalArgumentException("a colour's tolerance must be positive, got " + tolerance);
        }
        float[] signed = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            signed[channel] = (rgb >> (16 - 8 * channel) & 0xff) / 127.5f - 1;
        }
        return images -> {
            if (images.getShape().dimension() != 4 || images.getShape().get(1) != 3) {
                throw new IllegalArgumentException(
                        "a colour is looked for in images [N, 3, H, W], got " + images.getShape());
            }
            try (NDManager scope = images.getManager().newSubManager()) {
                NDArray color = scope.create(signed).reshape(1, 3, 1, 1);
                NDArray distance = color.sub(images).div(2).square().sum(new int[] {1}); // [N, H, W]
                NDArray mask = distance.lte((float) (tolerance * tolerance)).toType(DataType.FLOAT32, false);
                mask.attach(images.getManager());
                return mask;
            }
        };
    }

    /**
     * {@return a mask of a segmenter's class}
     *
     * @param artifact the class
     */
    static ArtifactMask of(TargetClass artifact) {
        return artifact::hard;
    }
}
