package io.interp.core.data;

import io.interp.core.image.Pictures;
import io.interp.core.image.Resample;
import io.interp.core.io.ArchiveLimits;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The JPEG, PNG, BMP and GIF images of a folder and its sub-folders, or of a zip, sorted by name.
 *
 * <p>Each image is cut to the wanted shape around its centre and resized with an antialiased cubic filter, or refused if
 * its size is another, as the options say. Images are decoded when they are first read; their pixels are kept as bytes
 * if all of them fit the stated limit, otherwise every read decodes. Rotation marks of cameras (EXIF) are not followed.
 * Reading is safe from several threads. Closing gives back a zip's file handle; it need not be done.
 */
public final class ImageFolder implements ImageSource, AutoCloseable {

    /**
     * How images are read.
     *
     * @param resize true to cut and resize; false to refuse images of another size
     * @param cacheBytes keep decoded pixels if all of them take no more than this
     * @param limits what a zip may hold
     */
    public record Options(boolean resize, long cacheBytes, ArchiveLimits limits) {

        private static final long GIBIBYTE = 1L << 30;

        /**
         * Checks the options.
         *
         * @param resize true to cut and resize; false to refuse images of another size
         * @param cacheBytes keep decoded pixels if all of them take no more than this
         * @param limits what a zip may hold
         * @throws IllegalArgumentException if cacheBytes is negative
         */
        public Options {
            Objects.requireNonNull(limits);
            if (cacheBytes < 0) {
                throw new IllegalArgumentException("cacheBytes must be 0 or more, got " + cacheBytes);
            }
        }

        /** {@return resizing, and a cache of 1 GiB or half of the JVM's memory, whichever is less} */
        public static Options standard() {
            return new Options(true, Math.min(GIBIBYTE, Runtime.getRuntime().maxMemory() / 2), ArchiveLimits.images());
        }

        /** {@return these options, with images of another size refused} */
        public Options strict() {
            return new Options(false, cacheBytes, limits);
        }

        /**
         * Sets the limit of the cache.
         *
         * @param bytes keep decoded pixels if all of them take no more than this; 0 for never
         * @return the new options
         */
        public Options cache(long bytes) {
            return new Options(resize, bytes, limits);
        }
    }

    private final Path path;
    private final ImageEntries entries;
    private final int channels;
    private final int height;
    private final int width;
    private final Options options;
    private final AtomicReferenceArray<byte[]> cache;

    private ImageFolder(Path path, ImageEntries entries, int channels, int height, int width, Options options) {
        this.path = path;
        this.entries = entries;
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.options = options;
        long bytes = (long) entries.names().size() * channels * height * width;
        this.cache = bytes <= options.cacheBytes()
                ? new AtomicReferenceArray<>(entries.names().size())
                : null;
    }

    /**
     * Opens a folder or zip with {@link Options#standard()}.
     *
     * @param path the folder or zip
     * @param channels 1 for grey, 3 for red, green and blue
     * @param height rows wanted
     * @param width columns wanted
     * @return the images
     * @throws IllegalArgumentException if there is nothing at the path, no image in it, or the zip is broken
     * @throws java.io.UncheckedIOException if it can't be read
     */
    public static ImageFolder open(Path path, int channels, int height, int width) {
        return open(path, channels, height, width, Options.standard());
    }

    /**
     * Opens a folder or zip.
     *
     * @param path the folder or zip
     * @param channels 1 for grey, 3 for red, green and blue
     * @param height rows wanted
     * @param width columns wanted
     * @param options how images are read
     * @return the images
     * @throws IllegalArgumentException if there is nothing at the path, no image in it, or the zip is broken or over a
     *     limit
     * @throws java.io.UncheckedIOException if it can't be read
     */
    public static ImageFolder open(Path path, int channels, int height, int width, Options options) {
        if ((channels != 1 && channels != 3) || height < 1 || width < 1) {
            throw new IllegalArgumentException("images need 1 or 3 channels and a positive size, got " + channels
                    + " channels, " + width + " x " + height);
        }
        return new ImageFolder(path, ImageEntries.of(path, options.limits()), channels, height, width, options);
    }

    /**
     * Decodes all images, on all processors, so that a broken one is met now and not in the middle of the work. Without
     * room in the cache this only checks them.
     *
     * @return this source
     * @throws IllegalArgumentException for the first broken image in order
     * @throws java.io.UncheckedIOException if one can't be read
     */
    public ImageFolder preload() {
        RuntimeException[] errors = new RuntimeException[size()];
        IntStream.range(0, size()).parallel().forEach(index -> {
            try {
                pixels(index);
            } catch (RuntimeException e) {
                errors[index] = e;
            }
        });
        for (RuntimeException error : errors) {
            if (error != null) {
                throw error;
            }
        }
        return this;
    }

    @Override
    public void read(int index, float[] into, int offset) {
        Objects.checkIndex(index, size());
        Objects.checkFromIndexSize(offset, valuesPerImage(), into.length);
        byte[] pixels = pixels(index);
        for (int i = 0; i < pixels.length; i++) {
            into[offset + i] = (pixels[i] & 0xff) / 127.5f - 1;
        }
    }

    private byte[] pixels(int index) {
        byte[] cached = cache == null ? null : cache.get(index);
        if (cached != null) {
            return cached;
        }
        byte[] pixels = decode(index);
        if (cache != null) {
            cache.set(index, pixels);
        }
        return pixels;
    }

    private byte[] decode(int index) {
        String where = entries.describe(index);
        BufferedImage picture = ImageDecoder.decode(entries.bytes(index), where);
        if (picture.getWidth() != width || picture.getHeight() != height) {
            if (!options.resize()) {
                throw new IllegalArgumentException(where + " is " + picture.getWidth() + " x " + picture.getHeight()
                        + ", expected " + width + " x " + height + "; allow resizing or leave it out");
            }
            picture = Resample.picture(centre(picture), height, width, Resample.Filter.BICUBIC);
        }
        float[] values = new float[valuesPerImage()];
        Pictures.read(picture, channels, values, 0);
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round((values[i] + 1) * 127.5f);
        }
        return pixels;
    }

    /** The largest part of the wanted shape around the centre. */
    private BufferedImage centre(BufferedImage picture) {
        int fullWidth = picture.getWidth();
        int fullHeight = picture.getHeight();
        double scale = Math.min((double) fullWidth / width, (double) fullHeight / height);
        int cutWidth = Math.max(1, Math.min(fullWidth, (int) Math.round(width * scale)));
        int cutHeight = Math.max(1, Math.min(fullHeight, (int) Math.round(height * scale)));
        return picture.getSubimage((fullWidth - cutWidth) / 2, (fullHeight - cutHeight) / 2, cutWidth, cutHeight);
    }

    /** {@return the images' names in order, relative to the folder or zip, with forward slashes} */
    public List<String> names() {
        return entries.names();
    }

    /** {@return whether decoded pixels are kept} */
    public boolean isCached() {
        return cache != null;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public int size() {
        return entries.names().size();
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void close() {
        entries.close();
    }
}
