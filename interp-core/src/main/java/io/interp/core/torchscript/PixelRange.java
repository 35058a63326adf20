package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;

/**
 * The range a network's pixels lie in, and the way to and from this library's [-1, 1].
 *
 * @param low the value of black
 * @param high the value of white
 */
public record PixelRange(double low, double high) {

    /** The library's own range. */
    public static final PixelRange SIGNED = new PixelRange(-1, 1);

    /**
     * Validates the range.
     *
     * @throws IllegalArgumentException unless low is below high
     */
    public PixelRange {
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "a pixel range needs two finite numbers, the lower first, got " + low + " and " + high);
        }
    }

    /**
     * Maps pixels of this range to [-1, 1].
     *
     * @param pixels any shape
     * @return the same array if the range is [-1, 1] already, otherwise a new one owned by its manager
     */
    public NDArray toSigned(NDArray pixels) {
        return equals(SIGNED) ? pixels : pixels.sub(low).mul(2 / (high - low)).sub(1);
    }

    /**
     * Maps pixels in [-1, 1] to this range.
     *
     * @param pixels any shape
     * @return the same array if the range is [-1, 1] already, otherwise a new one owned by its manager
     */
    public NDArray fromSigned(NDArray pixels) {
        return equals(SIGNED) ? pixels : pixels.add(1).mul((high - low) / 2).add(low);
    }
}
