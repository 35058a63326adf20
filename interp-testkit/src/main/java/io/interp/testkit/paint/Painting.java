package io.interp.testkit.paint;

import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * A painted picture with the exact mask of what it shows, and the factors that it was painted from.
 *
 * @param <F> the factors
 */
public abstract class Painting<F> {
    private final BufferedImage image;
    private final byte[] mask;
    private final F factors;

    /**
     * Keeps what was painted, without copying it.
     *
     * @param image the picture, square, of type {@link BufferedImage#TYPE_INT_RGB}
     * @param mask the class index of each pixel, {@code [H * W]} row by row
     * @param factors what it was painted from
     */
    protected Painting(BufferedImage image, byte[] mask, F factors) {
        this.image = Objects.requireNonNull(image, "image");
        this.mask = Objects.requireNonNull(mask, "mask");
        this.factors = Objects.requireNonNull(factors, "factors");
    }

    /** {@return the picture, square, of type {@link BufferedImage#TYPE_INT_RGB}; not a copy} */
    public BufferedImage image() {
        return image;
    }

    /** {@return the class index of each pixel, {@code [H * W]} row by row; not a copy} */
    public byte[] mask() {
        return mask;
    }

    /** {@return what it was painted from} */
    public F factors() {
        return factors;
    }

    /** {@return width and height in pixels} */
    public int size() {
        return image.getWidth();
    }

    /**
     * The picture as numbers, as a generator returns it.
     *
     * @return {@code [3 * H * W]} values in [-1, 1]: the red plane row by row, then green, then blue; a new array
     */
    public float[] pixels() {
        int size = size();
        int count = size * size;
        int[] rgb = image.getRGB(0, 0, size, size, null, 0, size);
        float[] pixels = new float[3 * count];
        for (int i = 0; i < count; i++) {
            pixels[i] = ((rgb[i] >> 16) & 255) / 127.5f - 1;
            pixels[count + i] = ((rgb[i] >> 8) & 255) / 127.5f - 1;
            pixels[2 * count + i] = (rgb[i] & 255) / 127.5f - 1;
        }
        return pixels;
    }
}
