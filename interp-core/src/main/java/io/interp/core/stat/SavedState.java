package io.interp.core.stat;

import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Map;

/** A saved state being read: every array must be there with the type and shape that the options call for. */
final class SavedState {

    private final Map<String, HostArray> arrays;

    SavedState(Map<String, HostArray> arrays) {
        this.arrays = arrays;
    }

    /** {@return a count, checked to be zero or more} */
    long count(String name) {
        long value = number(name);
        if (value < 0) {
            throw new IllegalArgumentException("saved array '" + name + "' must be zero or more, got " + value);
        }
        return value;
    }

    long number(String name) {
        return get(name, DataType.INT64).bytes().getLong();
    }

    /** Checks that a saved option is the one of the statistic that reads it. */
    void requireOption(String name, long expected) {
        long saved = number(name);
        if (saved != expected) {
            throw new IllegalArgumentException("saved state has " + name + " " + saved + ", but this statistic has "
                    + name + " " + expected + "; restore into one with the same options");
        }
    }

    double[] doubles(String name, long... shape) {
        double[] values = new double[Math.toIntExact(elements(shape))];
        get(name, DataType.FLOAT64, shape).bytes().asDoubleBuffer().get(values);
        return values;
    }

    float[] floats(String name, long... shape) {
        float[] values = new float[Math.toIntExact(elements(shape))];
        get(name, DataType.FLOAT32, shape).bytes().asFloatBuffer().get(values);
        return values;
    }

    long[] longs(String name, long... shape) {
        long[] values = new long[Math.toIntExact(elements(shape))];
        get(name, DataType.INT64, shape).bytes().asLongBuffer().get(values);
        return values;
    }

    /** {@return the length of a one-dimensional array} */
    int length(String name) {
        long[] shape = find(name).shape();
        if (shape.length != 1) {
            throw new IllegalArgumentException(
                    "saved array '" + name + "' must have one dimension, got shape " + Arrays.toString(shape));
        }
        return Math.toIntExact(shape[0]);
    }

    private HostArray get(String name, DataType type, long... shape) {
        HostArray array = find(name);
        if (array.dataType() != type || !Arrays.equals(array.shape(), shape)) {
            throw new IllegalArgumentException(
                    "saved array '" + name + "' must be " + type + " " + Arrays.toString(shape) + ", got " + array);
        }
        return array;
    }

    private HostArray find(String name) {
        HostArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("saved state has no array '" + name + "', only " + arrays.keySet());
        }
        return array;
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }
}
