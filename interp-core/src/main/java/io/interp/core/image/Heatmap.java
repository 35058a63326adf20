package io.interp.core.image;

import io.interp.core.io.HostArray;
import java.util.Arrays;

/** A map of numbers over an image: one activation channel, a group's centre, a difference. Immutable. */
public final class Heatmap {

    private final float[] values;
    private final int height;
    private final int width;

    private Heatmap(float[] values, int height, int width) {
        if (height < 1 || width < 1 || values.length != height * width) {
            throw new IllegalArgumentException(
                    "a map of " + height + " x " + width + " can't have " + values.length + " values");
        }
        this.values = values;
        this.height = height;
        this.width = width;
    }

    /**
     * Copies floats.
     *
     * @param values row after row
     * @param height rows
     * @param width columns
     * @return the map
     * @throws IllegalArgumentException if the number of values does not fit
     */
    public static Heatmap of(float[] values, int height, int width) {
        return new Heatmap(values.clone(), height, width);
    }

    /**
     * Copies doubles, rounded to floats.
     *
     * @param values row after row
     * @param height rows
     * @param width columns
     * @return the map
     * @throws IllegalArgumentException if the number of values does not fit
     */
    public static Heatmap of(double[] values, int height, int width) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Heatmap(floats, height, width);
    }

    /**
     * Copies an array.
     *
     * @param map {@code [h, w]}
     * @return the map
     * @throws IllegalArgumentException if it has another rank
     */
    public static Heatmap of(HostArray map) {
        long[] shape = map.shape();
        if (shape.length != 2) {
            throw new IllegalArgumentException("a map must be [h, w], got " + Arrays.toString(shape));
        }
        return new Heatmap(map.toFloats(), (int) shape[0], (int) shape[1]);
    }

    /**
     * Resizes the map between its values, as when a low-resolution activation is laid over its image.
     *
     * @param toHeight rows wanted
     * @param toWidth columns wanted
     * @return the map in that size
     * @throws IllegalArgumentException if a size is not positive
     */
    public Heatmap resized(int toHeight, int toWidth) {
        if (toHeight == height && toWidth == width) {
            return this;
        }
        return new Heatmap(
                Resample.map(values, height, width, toHeight, toWidth, Resample.Filter.BILINEAR), toHeight, toWidth);
    }

    /** {@return rows} */
    public int height() {
        return height;
    }

    /** {@return columns} */
    public int width() {
        return width;
    }

    /**
     * {@return one value}
     *
     * @param y row from the top
     * @param x column from the left
     */
    public float at(int y, int x) {
        return values[y * width + x];
    }

    /** {@return the smallest number, 0 if all are NaN} */
    public double min() {
        double min = Double.POSITIVE_INFINITY;
        for (float value : values) {
            min = value < min ? value : min;
        }
        return min == Double.POSITIVE_INFINITY ? 0 : min;
    }

    /** {@return the largest number, 0 if all are NaN} */
    public double max() {
        double max = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            max = value > max ? value : max;
        }
        return max == Double.NEGATIVE_INFINITY ? 0 : max;
    }
}
