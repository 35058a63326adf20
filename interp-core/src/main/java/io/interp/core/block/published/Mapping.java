package io.interp.core.block.published;

/**
 * The mapping network f of the StyleGANs: latents z, each scaled to unit mean square, through dense layers with leaky
 * ReLU to the style code w.
 *
 * @param latents the dimension of z
 * @param width the units of a hidden layer
 * @param codes the dimension d of w
 * @param layers the number of dense layers
 * @param learningRate the factor by which its weights learn slower; stored weights are larger by its inverse
 */
public record Mapping(int latents, int width, int codes, int layers, double learningRate) {

    /** Eight layers of 512, at a hundredth of the learning rate: all published networks. */
    public static final Mapping PUBLISHED = new Mapping(512, 512, 512, 8, 0.01);

    /** Validates the numbers. */
    public Mapping {
        if (latents < 1 || width < 1 || codes < 1 || layers < 1) {
            throw new IllegalArgumentException("a mapping network needs positive sizes, got latents " + latents
                    + ", width " + width + ", codes " + codes + ", layers " + layers);
        }
        if (!(learningRate > 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException(
                    "the mapping network's learning rate factor must be positive, got " + learningRate);
        }
    }
}
