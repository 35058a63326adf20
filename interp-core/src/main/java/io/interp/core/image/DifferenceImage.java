package io.interp.core.image;

import java.awt.image.BufferedImage;
import java.util.List;

/** Shows where two images differ. */
public final class DifferenceImage {

    private DifferenceImage() {}

    /**
     * Draws the absolute difference of each channel, amplified: black where the images agree.
     *
     * @param a an image
     * @param b an image of the same size
     * @param gain what the difference is multiplied by, before it is clamped
     * @return a new picture
     * @throws IllegalArgumentException if sizes differ or gain is not positive
     */
    public static BufferedImage of(BufferedImage a, BufferedImage b, double gain) {
        Pictures.checkSameSize(List.of(a, b));
        if (!(gain > 0)) {
            throw new IllegalArgumentException("gain must be positive, got " + gain);
        }
        int[] left = Pictures.pixels(Pictures.rgb(a));
        int[] right = Pictures.pixels(Pictures.rgb(b));
        BufferedImage out = new BufferedImage(a.getWidth(), a.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] to = Pictures.pixels(out);
        for (int i = 0; i < to.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = Math.abs((left[i] >> shift & 0xff) - (right[i] >> shift & 0xff));
                to[i] |= (int) Math.min(255, Math.round(difference * gain)) << shift;
            }
        }
        return out;
    }
}
