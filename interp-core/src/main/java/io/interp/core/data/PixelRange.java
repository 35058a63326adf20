package io.interp.core.data;

import ai.djl.ndarray.NDArray;
import io.interp.core.tensor.TensorOps;

/**
 * The numbers that stand for black and white.
 *
 * @param low black
 * @param high white
 */
public record PixelRange(double low, double high) {

    /** From 0 to 1, as DJL's {@code ToTensor} gives. */
    public static final PixelRange UNIT = new PixelRange(0, 1);
    /** From 0 to 255, as bytes are. */
    public static final PixelRange BYTES = new PixelRange(0, 255);
    /** From -1 to 1, as generators give. */
    public static final PixelRange SIGNED = new PixelRange(-1, 1);

    /**
     * Checks the range.
     *
     * @param low black
     * @param high white
     * @throws IllegalArgumentException if they are not finite or low is not below high
     */
    public PixelRange {
        if (!(low < high) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("a pixel range must run upwards, got " + low + " to " + high);
        }
    }

    /**
     * Scales a value to [-1, 1].
     *
     * @param value a value of this range
     * @return -1 for low, 1 for high
     */
    public float toSigned(double value) {
        return (float) ((value - low) / (high - low) * 2 - 1);
    }

    /**
     * Scales pixels of this range to [-1, 1].
     *
     * @param pixels any shape
     * @return the same array if the range is [-1, 1] already, otherwise a new one owned by its manager
     */
    public NDArray toSigned(NDArray pixels) {
        return equals(SIGNED)
                ? pixels
                : TensorOps.scale(pixels.sub(low), 2 / (high - low)).sub(1);
    }

    /**
     * Scales pixels in [-1, 1] to this range.
     *
     * @param pixels any shape
     * @return the same array if the range is [-1, 1] already, otherwise a new one owned by its manager
     */
    public NDArray fromSigned(NDArray pixels) {
        return equals(SIGNED)
                ? pixels
                : TensorOps.scale(pixels.add(1), (high - low) / 2).add(low);
    }

    /** {@return whether the value lies in this range, give or take a thousandth of it} */
    boolean contains(double value) {
        double room = (high - low) / 1000;
        return value >= low - room && value <= high + room;
    }
}
