package io.interp.sefa.weight;

/** Which styles of the layers that write colours are factorised beside those of the convolutions. */
public enum RgbStyles {
    /** None of them. */
    NONE,
    /** That of the last one, as the published code does for StyleGAN2. */
    LAST,
    /** All of them, each with the layer whose code it shares. */
    ALL
}
