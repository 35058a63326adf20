package io.interp.testkit.paint;

import io.interp.core.data.ImageSource;
import java.util.Objects;
import java.util.stream.IntStream;

/** Paintings as a source of images: painted together at the first read, kept as the bytes they were painted with. */
public final class PaintedImages implements ImageSource {
    private final String name;
    private final PaintingSeries<?, ?> series;
    private final int channels;
    private final byte[][] painted;
    private volatile boolean ready;

    /**
     * A source that paints nothing yet.
     *
     * @param name what to call it
     * @param series the paintings, painted from several threads at once
     * @param channels 3, or 1 for grey, with the luma weights of ITU-R BT.601
     */
    public PaintedImages(String name, PaintingSeries<?, ?> series, int channels) {
        this.name = name;
        this.series = series;
        this.channels = channels;
        this.painted = new byte[series.count()][];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return painted.length;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int height() {
        return series.imageSize();
    }

    @Override
    public int width() {
        return series.imageSize();
    }

    @Override
    public void read(int index, float[] into, int offset) {
        Objects.checkIndex(index, size());
        Objects.checkFromIndexSize(offset, valuesPerImage(), into.length);
        byte[] rgb = painted()[index];
        if (channels == 3) {
            for (int i = 0; i < rgb.length; i++) {
                into[offset + i] = level(rgb[i]);
            }
            return;
        }
        int count = rgb.length / 3;
        for (int i = 0; i < count; i++) {
            into[offset + i] =
                    0.299f * level(rgb[i]) + 0.587f * level(rgb[count + i]) + 0.114f * level(rgb[2 * count + i]);
        }
    }

    /** The value of {@link Painting#pixels()} for a level, by the same arithmetic, so that it is the same number. */
    private static float level(byte level) {
        return (level & 255) / 127.5f - 1;
    }

    private byte[][] painted() {
        if (!ready) {
            synchronized (painted) {
                if (!ready) {
                    IntStream.range(0, painted.length).parallel().forEach(i -> painted[i] = bytes(series.painting(i)));
                    ready = true;
                }
            }
        }
        return painted;
    }

    private static byte[] bytes(Painting<?> painting) {
        int size = painting.size();
        int count = size * size;
        int[] rgb = painting.image().getRGB(0, 0, size, size, null, 0, size);
        byte[] bytes = new byte[3 * count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (rgb[i] >> 16);
            bytes[count + i] = (byte) (rgb[i] >> 8);
            bytes[2 * count + i] = (byte) rgb[i];
        }
        return bytes;
    }
}
