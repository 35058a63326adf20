package io.interp.core.block.published;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The bands of W+ codes that are factorised and edited together, each with its own kind of meaning.
 *
 * <h2>Reference</h2>
 *
 * Shen and Zhou, "Closed-Form Factorization of Latent Semantics in GANs", CVPR 2021, section 4.
 */
public enum LayerBand {
    /** Codes 0 and 1, the 4x4 maps: pose and layout. */
    BOTTOM(0, 1),
    /** Codes 2 to 5, 8x8 and 16x16: shape and parts. */
    MIDDLE(2, 5),
    /** Codes from 6 on, 32x32 and finer: colour and texture. */
    TOP(6, Integer.MAX_VALUE);

    private final int first;
    private final int last;

    LayerBand(int first, int last) {
        this.first = first;
        this.last = last;
    }

    /**
     * Returns the codes of the band. Code i belongs to the maps of height and width 4 * 2^(i/2): 2 codes a resolution,
     * 14 at 256, 18 at 1024. In StyleGAN2 the convolutions that read codes 2b - 1 and 2b have resolution 4 * 2^b, and
     * the image output of that resolution reads code 2b + 1, so a band's last code also moves the first convolution of
     * the next.
     *
     * @param codes how many W+ codes the generator has
     * @return indices in ascending order; empty if the generator is too small to have the band
     */
    public List<Integer> indices(int codes) {
        return IntStream.rangeClosed(first, Math.min(last, codes - 1)).boxed().toList();
    }
}
