package io.interp.testkit.drawn;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A painted face: the picture, the exact mask of its parts, and the factors that it was painted from. */
public final class DrawnFace {
    /** The names of the mask classes: background, skin, hair, brows, eyes, nose, mouth; the place is the index. */
    public static final List<String> CLASSES = Arrays.stream(FacePart.values())
            .map(part -> part.name().toLowerCase(Locale.ROOT))
            .toList();

    private final BufferedImage image;
    private final byte[] mask;
    private final FaceFactors factors;

    DrawnFace(BufferedImage image, byte[] mask, FaceFactors factors) {
        this.image = image;
        this.mask = mask;
        this.factors = factors;
    }

    /** {@return the picture, square, of type {@link BufferedImage#TYPE_INT_RGB}; not a copy} */
    public BufferedImage image() {
        return image;
    }

    /** {@return the class index of each pixel, {@code [H * W]} row by row, see {@link #CLASSES}; not a copy} */
    public byte[] mask() {
        return mask;
    }

    /** {@return what it was painted from} */
    public FaceFactors factors() {
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
        int count = mask.length;
        int[] rgb = image.getRGB(0, 0, size(), size(), null, 0, size());
        float[] pixels = new float[3 * count];
        for (int i = 0; i < count; i++) {
            pixels[i] = ((rgb[i] >> 16) & 255) / 127.5f - 1;
            pixels[count + i] = ((rgb[i] >> 8) & 255) / 127.5f - 1;
            pixels[2 * count + i] = (rgb[i] & 255) / 127.5f - 1;
        }
        return pixels;
    }
}
