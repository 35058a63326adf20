package io.interp.testkit.drawn;

import io.interp.core.data.ImageSource;
import java.util.Objects;
import java.util.stream.IntStream;

/** Drawn faces as a source of images: painted together at the first read, kept as the bytes they were painted with. */
final class PaintedFaces implements ImageSource {
    private final DrawnFaces faces;
    private final int channels;
    private final byte[][] painted;
    private volatile boolean ready;

    PaintedFaces(DrawnFaces faces, int channels) {
        this.faces = faces;
        this.channels = channels;
        this.painted = new byte[faces.count()][];
    }

    @Override
    public String name() {
        return "drawn:faces?count=" + faces.count() + "&seed=" + faces.seed();
    }

    @Override
    public int size() {
        return faces.count();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int height() {
        return faces.imageSize();
    }

    @Override
    public int width() {
        return faces.imageSize();
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

    /** The value of {@link DrawnFace#pixels()} for a level, by the same arithmetic, so that it is the same number. */
    private static float level(byte level) {
        return (level & 255) / 127.5f - 1;
    }

    private byte[][] painted() {
        if (!ready) {
            synchronized (painted) {
                if (!ready) {
                    IntStream.range(0, painted.length).parallel().forEach(i -> painted[i] = bytes(faces.face(i)));
                    ready = true;
                }
            }
        }
        return painted;
    }

    private static byte[] bytes(DrawnFace face) {
        int size = face.size();
        int count = size * size;
        int[] rgb = face.image().getRGB(0, 0, size, size, null, 0, size);
        byte[] bytes = new byte[3 * count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (rgb[i] >> 16);
            bytes[count + i] = (byte) (rgb[i] >> 8);
            bytes[2 * count + i] = (byte) rgb[i];
        }
        return bytes;
    }
}
