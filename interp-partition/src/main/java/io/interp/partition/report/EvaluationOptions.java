package io.interp.partition.report;

/**
 * How thoroughly a retrained generator is measured.
 *
 * @param images the number of generated and of real images in each Frechet distance
 * @param pairs the number of pairs in each locality and in the identity check
 * @param namingImages the number of images that concepts are named by
 * @param identityDistance the embedder's distance below which two images show the same person
 * @param seed the seed of latents
 */
public record EvaluationOptions(int images, int pairs, int namingImages, double identityDistance, long seed) {

    /** Validates the numbers. */
    public EvaluationOptions {
        if (images < 64 || pairs < 1 || namingImages < 16) {
            throw new IllegalArgumentException(
                    "an evaluation needs at least 64 images, 1 pair and 16 images for naming," + " got " + images + ", "
                            + pairs + " and " + namingImages);
        }
    }

    /**
     * {@return the defaults: 2,000 images, 200 pairs, 256 images for naming, distance 0.6}
     *
     * @param seed the seed of latents
     */
    public static EvaluationOptions standard(long seed) {
        return new EvaluationOptions(2000, 200, 256, 0.6, seed);
    }
}
