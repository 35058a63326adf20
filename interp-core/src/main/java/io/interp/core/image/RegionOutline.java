package io.interp.core.image;

import java.awt.image.BufferedImage;

/**
 * A receptive-field picture: the region where a map is high stays bright inside an outline, the rest is dimmed.
 *
 * <h2>Reference</h2>
 *
 * <p>The pictures of Li et al., "Interpretable Generative Adversarial Networks" (AAAI 2022), figs. 3 and 4; the recipe is
 * that of {@code draw_fmap.py} of icCNN (Shen et al., IJCAI 2021): scale each filter to [0, 1] over all images, resize,
 * threshold, dim by half, draw the edge in red.
 *
 * @param threshold where the region begins, as a share of the range: 0 to 1
 * @param dim what the rest is multiplied by: 0 black, 1 unchanged
 * @param outline the colour of the edge, as 0xRRGGBB
 */
public record RegionOutline(double threshold, double dim, int outline) {

    /**
     * Checks the settings.
     *
     * @param threshold where the region begins, as a share of the range: 0 to 1
     * @param dim what the rest is multiplied by: 0 black, 1 unchanged
     * @param outline the colour of the edge, as 0xRRGGBB
     * @throws IllegalArgumentException if threshold or dim is outside [0, 1]
     */
    public RegionOutline {
        if (!(threshold >= 0 && threshold <= 1) || !(dim >= 0 && dim <= 1)) {
            throw new IllegalArgumentException("threshold and dim must be in [0, 1], got " + threshold + " and " + dim);
        }
    }

    /** {@return threshold 0.5, dim 0.5, red} */
    public static RegionOutline standard() {
        return new RegionOutline(0.5, 0.5, 0xff0000);
    }

    /**
     * Draws the region of a map scaled by its own smallest and largest value.
     *
     * @param image the image
     * @param map the map, resized to the image
     * @return a new picture of the image's size
     */
    public BufferedImage draw(BufferedImage image, Heatmap map) {
        return draw(image, map, map.min(), map.max());
    }

    /**
     * Draws the region of a map over a stated range, usually a filter's smallest and largest value over all images.
     *
     * @param image the image
     * @param map the map, resized to the image; NaN and maps of no range have no region
     * @param low the value that counts as 0
     * @param high the value that counts as 1
     * @return a new picture of the image's size
     * @throws IllegalArgumentException if low is above high
     */
    public BufferedImage draw(BufferedImage image, Heatmap map, double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("the range must run upwards, got " + low + " to " + high);
        }
        BufferedImage rgb = Pictures.rgb(image);
        int width = rgb.getWidth();
        int height = rgb.getHeight();
        boolean[] inside = region(map.resized(height, width), low, high);
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] from = Pictures.pixels(rgb);
        int[] to = Pictures.pixels(out);
        for (int i = 0; i < to.length; i++) {
            if (!inside[i]) {
                to[i] = ColorMap.mix(0, from[i], dim);
            } else {
                to[i] = isEdge(inside, i, height, width) ? outline : from[i];
            }
        }
        return out;
    }

    private boolean[] region(Heatmap map, double low, double high) {
        boolean[] inside = new boolean[map.height() * map.width()];
        for (int i = 0; i < inside.length; i++) {
            double share = (map.at(i / map.width(), i % map.width()) - low) / (high - low);
            inside[i] = high > low && share >= threshold;
        }
        return inside;
    }

    /** A pixel of the region with a neighbour outside it; the border of the image does not count as outside. */
    private static boolean isEdge(boolean[] inside, int i, int height, int width) {
        int y = i / width;
        int x = i % width;
        return (y > 0 && !inside[i - width])
                || (y < height - 1 && !inside[i + width])
                || (x > 0 && !inside[i - 1])
                || (x < width - 1 && !inside[i + 1]);
    }
}
