package io.interp.core.stat;

import java.util.Arrays;

/**
 * A multi-level buffer that summarises one stream of floats (Karnin, Lang and Liberty, FOCS 2016).
 *
 * <p>An item at level h stands for 2^h samples. When the buffer is full, the lowest level at its capacity is sorted and
 * every second item moves up, odd or even ranks by a coin. When and where this happens depends on counts only, so many
 * sketches fed alike stay alike in shape. The coin is a hash of seed, step and content: repeatable, and independent
 * between sketches of different data.
 */
final class QuantileSketch {

    private static final double SHRINK = 2.0 / 3.0;
    private static final int MIN_CAPACITY = 8;

    private final int resolution;
    private final long seed;
    private float[][] levels;
    private int[] sizes;
    private int[] capacities;
    private int limit;
    private int retained;
    private long count;
    private long steps;
    // Sum of squared sizes of the rank errors that the steps so far may have made.
    private double errorSquares;
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;

    QuantileSketch(int resolution, long seed) {
        this.resolution = resolution;
        this.seed = seed;
        setHeight(1);
    }

    void add(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        count += to - from;
        for (int i = from; i < to; ) {
            while (retained >= limit) {
                compact();
            }
            int taken = Math.min(to - i, limit - retained);
            append(0, values, i, taken);
            i += taken;
        }
    }

    void merge(QuantileSketch other) {
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        count += other.count;
        steps += other.steps;
        errorSquares += other.errorSquares;
        if (other.levels.length > levels.length) {
            setHeight(other.levels.length);
        }
        for (int h = 0; h < other.levels.length; h++) {
            append(h, other.levels[h], 0, other.sizes[h]);
        }
        while (retained > limit) {
            compact();
        }
    }

    private void append(int level, float[] values, int from, int length) {
        int size = sizes[level];
        if (size + length > levels[level].length) {
            levels[level] = Arrays.copyOf(levels[level], Math.max(size + length, capacities[level]));
        }
        System.arraycopy(values, from, levels[level], size, length);
        sizes[level] = size + length;
        retained += length;
    }

    // Called only when at least as many items are held as all capacities together, so one level is at its capacity.
    private void compact() {
        int h = 0;
        while (sizes[h] < capacities[h]) {
            h++;
        }
        if (h + 1 == levels.length) {
            setHeight(levels.length + 1);
        }
        float[] items = levels[h];
        int size = sizes[h];
        int kept = size & 1;
        Arrays.sort(items, kept, size);
        int coin = coin(items, kept, size);
        int pairs = (size - kept) / 2;
        float[] promoted = new float[pairs];
        for (int i = 0; i < pairs; i++) {
            promoted[i] = items[kept + 2 * i + coin];
        }
        sizes[h] = kept;
        retained -= size - kept;
        append(h + 1, promoted, 0, pairs);
        steps++;
        errorSquares += Math.scalb(1.0, 2 * h);
    }

    private int coin(float[] items, int from, int to) {
        long hash = mix(seed + steps * 0x9E3779B97F4A7C15L);
        for (int i = from; i < to; i++) {
            hash = (hash ^ Float.floatToIntBits(items[i])) * 0xD6E8FEB86659FD93L;
        }
        return (int) (mix(hash) >>> 63);
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014, variant 13 of Stafford).
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private void setHeight(int height) {
        int old = levels == null ? 0 : levels.length;
        levels = old == 0 ? new float[height][] : Arrays.copyOf(levels, height);
        sizes = old == 0 ? new int[height] : Arrays.copyOf(sizes, height);
        Arrays.fill(levels, old, height, new float[0]);
        capacities = new int[height];
        limit = 0;
        for (int h = 0; h < height; h++) {
            double share = resolution * Math.pow(SHRINK, height - 1 - h);
            capacities[h] = Math.max(MIN_CAPACITY, (int) Math.ceil(share));
            limit += capacities[h];
        }
    }

    long count() {
        return count;
    }

    float min() {
        return min;
    }

    float max() {
        return max;
    }

    long steps() {
        return steps;
    }

    double errorSquares() {
        return errorSquares;
    }

    int[] sizes() {
        return sizes.clone();
    }

    int retained() {
        return retained;
    }

    /** Writes the items of all levels, lowest level first. */
    void copyItems(float[] target, int at) {
        int position = at;
        for (int h = 0; h < levels.length; h++) {
            System.arraycopy(levels[h], 0, target, position, sizes[h]);
            position += sizes[h];
        }
    }

    /** {@return a sketch with the same options and the given content} */
    QuantileSketch with(
            int[] newSizes, float[] items, int at, float newMin, float newMax, long newSteps, double error) {
        QuantileSketch sketch = new QuantileSketch(resolution, seed);
        sketch.setHeight(newSizes.length);
        int position = at;
        for (int h = 0; h < newSizes.length; h++) {
            sketch.append(h, items, position, newSizes[h]);
            position += newSizes[h];
            sketch.count += (long) newSizes[h] << h;
        }
        sketch.min = newMin;
        sketch.max = newMax;
        sketch.steps = newSteps;
        sketch.errorSquares = error;
        return sketch;
    }

    /** {@return the items in order with their weights, for queries} */
    WeightedSamples sorted() {
        float[] items = new float[retained];
        int[] itemLevels = new int[retained];
        copyItems(items, 0);
        int position = 0;
        for (int h = 0; h < levels.length; h++) {
            Arrays.fill(itemLevels, position, position + sizes[h], h);
            position += sizes[h];
        }
        return WeightedSamples.of(items, itemLevels, min, max);
    }
}
