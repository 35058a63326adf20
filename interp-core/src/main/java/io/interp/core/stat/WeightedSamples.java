package io.interp.core.stat;

import java.util.Arrays;

/** Values in ascending order where each stands for 2^level samples; answers quantile and rank queries. */
final class WeightedSamples {

    private final float[] values;
    // cumulative[i]: how many samples values[0..i] stand for.
    private final long[] cumulative;
    private final float min;
    private final float max;

    private WeightedSamples(float[] values, long[] cumulative, float min, float max) {
        this.values = values;
        this.cumulative = cumulative;
        this.min = min;
        this.max = max;
    }

    static WeightedSamples of(float[] items, int[] levels, float min, float max) {
        long[] keys = new long[items.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = ((long) ordered(Float.floatToRawIntBits(items[i])) << 32) | levels[i];
        }
        Arrays.sort(keys);
        float[] values = new float[keys.length];
        long[] cumulative = new long[keys.length];
        long total = 0;
        for (int i = 0; i < keys.length; i++) {
            values[i] = Float.intBitsToFloat(ordered((int) (keys[i] >> 32)));
            total += 1L << (int) keys[i];
            cumulative[i] = total;
        }
        return new WeightedSamples(values, cumulative, min, max);
    }

    // Maps the bits of floats to ints of the same order; it is its own inverse.
    private static int ordered(int bits) {
        return bits ^ ((bits >> 31) & 0x7fffffff);
    }

    double quantile(double fraction) {
        double position = fraction * (total() - 1);
        long below = (long) Math.floor(position);
        double low = at(below);
        double rest = position - below;
        return rest == 0 ? low : low + (at(below + 1) - low) * rest;
    }

    double cdf(double value) {
        if (value < min) {
            return 0;
        }
        if (value >= max) {
            return 1;
        }
        int from = 0;
        int to = values.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (values[middle] <= value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from == 0 ? 0 : (double) cumulative[from - 1] / total();
    }

    private float at(long rank) {
        if (rank <= 0) {
            return min;
        }
        if (rank >= total() - 1) {
            return max;
        }
        int found = Arrays.binarySearch(cumulative, rank + 1);
        return values[found < 0 ? -found - 1 : found];
    }

    private long total() {
        return cumulative[cumulative.length - 1];
    }
}
