package io.interp.testkit.drawn;

import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSourceProvider;
import io.interp.testkit.drawn.scene.DrawnScenes;
import io.interp.testkit.paint.PaintedImages;
import io.interp.testkit.paint.PaintingSeries;
import java.util.Map;

/**
 * Makes drawn faces and scenes available by name: {@code drawn:faces?count=4000&seed=0}, {@code drawn:scenes}. Both options
 * can be left out; these are their defaults. Images must be square, of 16 to 512 pixels, scenes of 32 to 512; with one
 * channel they are grey, with the luma weights of ITU-R BT.601.
 *
 * <pre>{@code
 * ImageSource faces = ImageSources.open("drawn:faces?count=2000&seed=7", 3, 64, 64);
 * }</pre>
 */
public final class DrawnImages implements ImageSourceProvider {
    private static final String FACES = "faces";
    private static final String SCENES = "scenes";
    private static final String COUNT = "count";
    private static final String SEED = "seed";
    private static final int DEFAULT_COUNT = 4000;

    /** Creates the provider; {@link java.util.ServiceLoader} needs this. */
    public DrawnImages() {}

    @Override
    public String scheme() {
        return "drawn";
    }

    /**
     * Opens drawn faces or scenes. All are painted at the first read, by as many threads as there are processors, and kept
     * as bytes; {@code read(i)} gives exactly {@link DrawnFaces#pixels} or {@link DrawnScenes#pixels}.
     *
     * @param name {@code faces} or {@code scenes}
     * @param options {@code count}, at least 1, and {@code seed}, a whole number
     * @param channels 3, or 1 for grey
     * @param height 16 to 512, for scenes at least 32
     * @param width the same as the height
     * @return the images, which may be read from several threads
     * @throws IllegalArgumentException if the name, an option or the size is another
     */
    @Override
    public ImageSource open(String name, Map<String, String> options, int channels, int height, int width) {
        boolean faces = name.equals(FACES);
        if (!faces && !name.equals(SCENES)) {
            throw new IllegalArgumentException(
                    "no drawn images named '" + name + "'; there are drawn:faces and drawn:scenes");
        }
        for (String key : options.keySet()) {
            if (!key.equals(COUNT) && !key.equals(SEED)) {
                throw new IllegalArgumentException(
                        "drawn:" + name + " has no option '" + key + "'; it takes count=4000 and seed=0");
            }
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("drawn " + name + " have 3 channels, or 1 for grey; got " + channels);
        }
        if (height != width) {
            throw new IllegalArgumentException("drawn " + name + " are square: height must equal width, got " + height
                    + " x " + width + "; ask for " + height + " x " + height);
        }
        long wanted = number(options, COUNT, DEFAULT_COUNT);
        if (wanted < 1 || wanted > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("count must be from 1 to " + Integer.MAX_VALUE + ", got " + wanted);
        }
        int count = (int) wanted;
        long seed = number(options, SEED, 0);
        PaintingSeries<?, ?> series =
                faces ? new DrawnFaces(height, count, seed) : new DrawnScenes(height, count, seed);
        return new PaintedImages("drawn:" + name + "?count=" + count + "&seed=" + seed, series, channels);
    }

    private static long number(Map<String, String> options, String key, long otherwise) {
        String text = options.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, got '" + text + "'", e);
        }
    }
}
