package io.interp.core.block.published;

/**
 * The truncation trick in W: the codes of the first layers are drawn towards the average code, {@code w_avg + psi (w -
 * w_avg)}.
 *
 * <h2>Reference</h2>
 *
 * Karras, Laine and Aila, "A Style-Based Generator Architecture for Generative Adversarial Networks", CVPR 2019,
 * appendix B.
 *
 * @param psi the share of the distance that is left, from -1 to 1; 0 gives the average image, below 0 its opposites
 * @param layers how many of the W+ codes are truncated, from the first; more than there are means all
 */
public record Truncation(double psi, int layers) {

    /** Codes as the mapping network gives them. */
    public static final Truncation NONE = new Truncation(1, 0);

    /** Validates the numbers. */
    public Truncation {
        if (!(psi >= -1 && psi <= 1) || layers < 0) {
            throw new IllegalArgumentException("truncation needs a psi in [-1, 1] and a number of layers of at least 0,"
                    + " got " + psi + " and " + layers);
        }
    }

    /** {@return one factor a layer}
     *
     * @param count the number of W+ codes
     */
    float[] factors(int count) {
        float[] factors = new float[count];
        for (int i = 0; i < count; i++) {
            factors[i] = i < layers ? (float) psi : 1;
        }
        return factors;
    }
}
