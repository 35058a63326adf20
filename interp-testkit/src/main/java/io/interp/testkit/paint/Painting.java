package io.interp.testkit.paint;

import java.awt.image.BufferedImage;

/** A painted picture with the exact mask of what it shows. */
public interface Painting {
    /** {@return the picture, square, of type {@link BufferedImage#TYPE_INT_RGB}; not a copy} */
    BufferedImage image();

    /** {@return the class index of each pixel, {@code [H * W]} row by row; not a copy} */
    byte[] mask();

    /** {@return width and height in pixels} */
    default int size() {
        return image().getWidth();
    }

    /**
     * The picture as numbers, as a generator returns it.
     *
     * @return {@code [3 * H * W]} values in [-1, 1]: the red plane row by row, then green, then blue; a new array
     */
    default float[] pixels() {
        int size = size();
        int count = size * size;
        int[] rgb = image().getRGB(0, 0, size, size, null, 0, size);
        float[] pixels = new float[3 * count];
        for (int i = 0; i < count; i++) {
            pixels[i] = ((rgb[i] >> 16) & 255) / 127.5f - 1;
            pixels[count + i] = ((rgb[i] >> 8) & 255) / 127.5f - 1;
            pixels[2 * count + i] = (rgb[i] & 255) / 127.5f - 1;
        }
        return pixels;
    }
}
