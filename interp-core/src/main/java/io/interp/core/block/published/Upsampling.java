package io.interp.core.block.published;

/** How PGGAN and StyleGAN join the doubling of the size and the convolution after it. */
public enum Upsampling {
    /** Nearest neighbour, then a 3x3 convolution. */
    NEAREST,
    /** One transposed convolution with the kernel spread to 4x4. */
    FUSED,
    /** Fused from 128x128 on, nearest below: published StyleGANs. */
    AUTO;

    private static final int FUSED_FROM = 128;

    boolean fusedAt(int resolution) {
        return this == FUSED || (this == AUTO && resolution >= FUSED_FROM);
    }
}
