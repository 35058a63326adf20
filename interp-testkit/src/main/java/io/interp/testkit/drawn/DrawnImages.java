package io.interp.testkit.drawn;

import io.interp.core.data.ImageSource;
import io.interp.core.data.ImageSourceProvider;
import java.util.Map;

/**
 * Makes drawn faces available by name: {@code drawn:faces?count=4000&seed=0}. Both options can be left out; these are
 * their defaults. Images must be square, of 16 to 512 pixels; with one channel they are grey, with the luma weights of
 * ITU-R BT.601.
 *
 * <pre>{@code
 * ImageSource faces = ImageSources.open("drawn:faces?count=2000&seed=7", 3, 64, 64);
 * }</pre>
 */
public final class DrawnImages implements ImageSourceProvider {
    private static final String FACES = "faces";
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
     * Opens the drawn faces. All are painted at the first read, by as many threads as there are processors, and kept as
     * bytes; {@code read(i)} gives exactly {@link DrawnFaces#pixels}.
     *
     * @param name {@code faces}
     * @param options {@code count}, at least 1, and {@code seed}, a whole number
     * @param channels 3, or 1 for grey
     * @param height 16 to 512
     * @param width the same as the height
     * @return the faces, which may be read from several threads
     * @throws IllegalArgumentException if the name, an option or the size is another
     */
    @Override
    public ImageSource open(String name, Map<String, String> options, int channels, int height, int width) {
        if (!name.equals(FACES)) {
            throw new IllegalArgumentException("no drawn images named '" + name + "'; there are only drawn:faces");
        }
        for (String key : options.keySet()) {
            if (!key.equals(COUNT) && !key.equals(SEED)) {
                throw new IllegalArgumentException(
                        "drawn:faces has no option '" + key + "'; it takes count=4000 and seed=0");
            }
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("drawn faces have 3 channels, or 1 for grey; got " + channels);
        }
        if (height != width) {
            throw new IllegalArgumentException("drawn faces are square: height must equal width, got " + height + " x "
                    + width + "; ask for " + height + " x " + height);
        }
        long count = number(options, COUNT, DEFAULT_COUNT);
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("count must be from 1 to " + Integer.MAX_VALUE + ", got " + count);
        }
        return new PaintedFaces(new DrawnFaces(height, (int) count, number(options, SEED, 0)), channels);
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
