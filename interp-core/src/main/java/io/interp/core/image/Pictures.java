package io.interp.core.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns image tensors into pictures and back.
 *
 * <p>Tensors hold float32 values in [-1, 1]; -1 is 0 and 1 is 255 in a picture, values outside are clamped, and NaN is
 * drawn black. One channel is grey, three are red, green and blue. Pictures are always of type
 * {@link BufferedImage#TYPE_INT_RGB}. A whole tensor is copied to the JVM at once.
 */
public final class Pictures {

    private Pictures() {}

    /**
     * Draws every image of a tensor.
     *
     * @param images {@code [N, C, H, W]} or {@code [C, H, W]}, float32 in [-1, 1], C of 1 or 3; not closed
     * @return N pictures, or one
     * @throws IllegalArgumentException if type or shape is another
     */
    public static List<BufferedImage> of(NDArray images) {
        if (images.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("images must be float32, got " + images.getDataType());
        }
        return of(images.toFloatArray(), images.getShape().getShape());
    }

    /**
     * Draws every image of an array.
     *
     * @param images {@code [N, C, H, W]} or {@code [C, H, W]}, values in [-1, 1], C of 1 or 3
     * @return N pictures, or one
     * @throws IllegalArgumentException if the shape is another
     */
    public static List<BufferedImage> of(HostArray images) {
        return of(images.toFloats(), images.shape());
    }

    private static List<BufferedImage> of(float[] values, long[] shape) {
        int rank = shape.length;
        if (rank != 3 && rank != 4) {
            throw new IllegalArgumentException(
                    "images must be [N, C, H, W] or [C, H, W], got " + Arrays.toString(shape));
        }
        int count = rank == 4 ? (int) shape[0] : 1;
        int channels = (int) shape[rank - 3];
        int height = (int) shape[rank - 2];
        int width = (int) shape[rank - 1];
        List<BufferedImage> pictures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pictures.add(of(values, i * channels * height * width, channels, height, width));
        }
        return pictures;
    }

    /**
     * Draws one image.
     *
     * @param values channel after channel, row after row, in [-1, 1]
     * @param offset where the image starts in {@code values}
     * @param channels 1 or 3
     * @param height rows
     * @param width columns
     * @return the picture
     * @throws IllegalArgumentException if channels is neither 1 nor 3 or a size is not positive
     */
    public static BufferedImage of(float[] values, int offset, int channels, int height, int width) {
        checkSize(channels, height, width);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(picture);
        int plane = height * width;
        for (int i = 0; i < plane; i++) {
            int red = toByte(values[offset + i]);
            int green = channels == 1 ? red : toByte(values[offset + plane + i]);
            int blue = channels == 1 ? red : toByte(values[offset + 2 * plane + i]);
            pixels[i] = red << 16 | green << 8 | blue;
        }
        return picture;
    }

    /**
     * Reads a picture into floats.
     *
     * @param picture any picture; grey for one channel is 0.299 R + 0.587 G + 0.114 B
     * @param channels 1 or 3
     * @param into receives channels x height x width values in [-1, 1]
     * @param offset where to start in {@code into}
     * @throws IllegalArgumentException if channels is neither 1 nor 3
     */
    public static void read(BufferedImage picture, int channels, float[] into, int offset) {
        BufferedImage rgb = rgb(picture);
        checkSize(channels, rgb.getHeight(), rgb.getWidth());
        int[] pixels = pixels(rgb);
        for (int i = 0; i < pixels.length; i++) {
            int red = pixels[i] >> 16 & 0xff;
            int green = pixels[i] >> 8 & 0xff;
            int blue = pixels[i] & 0xff;
            if (channels == 1) {
                into[offset + i] = toFloat(gray(red, green, blue));
            } else {
                into[offset + i] = toFloat(red);
                into[offset + pixels.length + i] = toFloat(green);
                into[offset + 2 * pixels.length + i] = toFloat(blue);
            }
        }
    }

    /**
     * Uploads pictures as one tensor.
     *
     * @param manager owns the result
     * @param pictures at least one, all of one size
     * @param channels 1 or 3
     * @return {@code [N, C, H, W]}, float32 in [-1, 1]
     * @throws IllegalArgumentException if there is none, sizes differ, or channels is neither 1 nor 3
     */
    public static NDArray toNDArray(NDManager manager, List<BufferedImage> pictures, int channels) {
        checkSameSize(pictures);
        int height = pictures.get(0).getHeight();
        int width = pictures.get(0).getWidth();
        checkSize(channels, height, width);
        float[] values = new float[Math.multiplyExact(pictures.size(), channels * height * width)];
        for (int i = 0; i < pictures.size(); i++) {
            read(pictures.get(i), channels, values, i * channels * height * width);
        }
        return manager.create(values, new Shape(pictures.size(), channels, height, width));
    }

    /**
     * Enlarges a picture by repeating pixels, so that each stays visible. For smooth enlargement see {@link Resample}.
     *
     * @param picture any picture
     * @param factor 1 or more
     * @return a picture of {@code factor} times the height and width
     * @throws IllegalArgumentException if factor is below 1
     */
    public static BufferedImage enlarge(BufferedImage picture, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("factor must be 1 or more, got " + factor);
        }
        BufferedImage rgb = rgb(picture);
        int width = rgb.getWidth() * factor;
        BufferedImage large = new BufferedImage(width, rgb.getHeight() * factor, BufferedImage.TYPE_INT_RGB);
        int[] from = pixels(rgb);
        int[] to = pixels(large);
        for (int i = 0; i < to.length; i++) {
            to[i] = from[i / width / factor * rgb.getWidth() + i % width / factor];
        }
        return large;
    }

    /**
     * Converts any picture to {@link BufferedImage#TYPE_INT_RGB}. Transparent pixels are laid over white. Grey samples
     * are taken as they are: the JDK would treat them as linear light and brighten them.
     *
     * @param picture any picture
     * @return the same object if nothing was to do and it is not a part of a larger picture
     */
    public static BufferedImage rgb(BufferedImage picture) {
        boolean whole = picture.getRaster().getParent() == null;
        if (picture.getType() == BufferedImage.TYPE_INT_RGB && whole) {
            return picture;
        }
        BufferedImage rgb = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        boolean gray = picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        if (gray && !picture.isAlphaPremultiplied()) {
            copyGray(picture.getRaster(), picture.getColorModel().getComponentSize(0), pixels(rgb));
        } else {
            Graphics2D graphics = rgb.createGraphics();
            graphics.drawImage(picture, 0, 0, Color.WHITE, null);
            graphics.dispose();
        }
        return rgb;
    }

    private static void copyGray(Raster raster, int bits, int[] pixels) {
        int max = (1 << bits) - 1;
        int bands = raster.getNumBands();
        int[] samples = raster.getPixels(
                raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), (int[]) null);
        for (int i = 0; i < pixels.length; i++) {
            double value = samples[i * bands] / (double) max;
            if (bands == 2) {
                double alpha = samples[i * bands + 1] / (double) max;
                value = value * alpha + 1 - alpha;
            }
            pixels[i] = (int) Math.round(255 * value) * 0x010101;
        }
    }

    /** The live pixels of a whole {@link BufferedImage#TYPE_INT_RGB} picture. */
    static int[] pixels(BufferedImage rgb) {
        return ((DataBufferInt) rgb.getRaster().getDataBuffer()).getData();
    }

    static void checkSameSize(List<BufferedImage> pictures) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("at least one picture is needed");
        }
        BufferedImage first = pictures.get(0);
        for (BufferedImage picture : pictures) {
            if (picture.getWidth() != first.getWidth() || picture.getHeight() != first.getHeight()) {
                throw new IllegalArgumentException(
                        "pictures must have one size, got " + size(first) + " and " + size(picture));
            }
        }
    }

    /** {@return width and height, for messages} */
    static String size(BufferedImage picture) {
        return picture.getWidth() + " x " + picture.getHeight();
    }

    private static void checkSize(int channels, int height, int width) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("images must have 1 or 3 channels, got " + channels);
        }
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("images must not be empty, got " + width + " x " + height);
        }
    }

    private static int gray(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }

    private static float toFloat(int level) {
        return level / 127.5f - 1;
    }

    private static int toByte(float value) {
        return Math.max(0, Math.min(255, (int) (value * 127.5f + 128)));
    }
}
