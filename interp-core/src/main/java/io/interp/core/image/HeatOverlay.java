package io.interp.core.image;

import java.awt.image.BufferedImage;

/**
 * Lays a map over an image in colours.
 *
 * @param colors the colours
 * @param alpha how strongly the map covers the image: 0 not at all, 1 fully
 */
public record HeatOverlay(ColorMap colors, double alpha) {

    /**
     * Checks the settings.
     *
     * @param colors the colours
     * @param alpha how strongly the map covers the image: 0 not at all, 1 fully
     * @throws IllegalArgumentException if alpha is outside [0, 1]
     */
    public HeatOverlay {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("alpha must be in [0, 1], got " + alpha);
        }
    }

    /** {@return viridis at half strength} */
    public static HeatOverlay standard() {
        return new HeatOverlay(ColorMap.VIRIDIS, 0.5);
    }

    /**
     * Draws a map from its own smallest to its own largest value.
     *
     * @param image the image below
     * @param map the map, resized to the image
     * @return a new picture of the image's size
     */
    public BufferedImage draw(BufferedImage image, Heatmap map) {
        return draw(image, map, map.min(), map.max());
    }

    /**
     * Draws a map over a stated range, so that several pictures can be compared.
     *
     * @param image the image below
     * @param map the map, resized to the image; NaN leaves the image as it is
     * @param low the value of the first colour
     * @param high the value of the last colour
     * @return a new picture of the image's size
     * @throws IllegalArgumentException if low is above high
     */
    public BufferedImage draw(BufferedImage image, Heatmap map, double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("the range must run upwards, got " + low + " to " + high);
        }
        BufferedImage rgb = Pictures.rgb(image);
        Heatmap resized = map.resized(rgb.getHeight(), rgb.getWidth());
        BufferedImage out = new BufferedImage(rgb.getWidth(), rgb.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] from = Pictures.pixels(rgb);
        int[] to = Pictures.pixels(out);
        for (int i = 0; i < to.length; i++) {
            double value = resized.at(i / rgb.getWidth(), i % rgb.getWidth());
            int color = colors.rgb(high > low ? (value - low) / (high - low) : 0);
            to[i] = Double.isNaN(value) ? from[i] : ColorMap.mix(from[i], color, alpha);
        }
        return out;
    }
}
