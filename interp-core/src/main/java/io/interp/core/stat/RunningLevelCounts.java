package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Exact joint counts of each unit's values and each class's labels over a grid of levels: at once for every level, unit
 * and class, how often the unit was above the level, the class was there, and both.
 *
 * <p>Each value is put once into one of L + 1 bins between its unit's L rising levels; sums of bins give all the rest. A
 * value is above a level only if it is strictly greater. Counts are whole numbers in long, so neither batches nor the
 * order of merging change them. Memory is {@code 8 U K (L + 1)} bytes.
 */
public final class RunningLevelCounts implements MergeableStat<RunningLevelCounts> {

    private final float[][] levels;
    private final int units;
    private final int classes;
    private final int bins;
    // counts[u][k * bins + bin]
    private long[][] counts;
    private long images;
    private long count;

    /**
     * Starts empty.
     *
     * @param levels {@code [U][L]} levels of each unit, rising (equal ones are allowed), L of 1 to 32,000
     * @param classes the number of classes K, 1 or more
     * @throws IllegalArgumentException if levels are not finite, do not rise or differ in number
     */
    public RunningLevelCounts(float[][] levels, int classes) {
        this.units = StatOptions.positive("units", levels.length);
        this.classes = StatOptions.positive("classes", classes);
        this.levels = StatOptions.rising(levels);
        bins = levels[0].length + 1;
        counts = new long[units][Math.multiplyExact(classes, bins)];
    }

    /**
     * Adds a batch. Nothing of it is changed, closed or kept; no engine memory is held after the call.
     *
     * @param values {@code [N, U, H, W]} or any other positions
     * @param labels {@code [N, M, H, W]} whole numbers from 0 to K - 1 of the same images and positions: M classes at
     *     every position; the counts of a class that is twice at one mean nothing
     * @throws IllegalArgumentException if shapes do not fit, a value is NaN or infinite, or a label is out of range; the
     *     counts then stay as they were
     */
    public void add(NDArray values, NDArray labels) {
        LabelledPieces.forEach(values, labels, units, classes, piece -> {
            IntStream.range(0, units).parallel().forEach(u -> addUnit(u, piece));
            images += piece.images();
            count += (long) piece.images() * piece.positions();
        });
    }

    private void addUnit(int unit, LabelledPieces piece) {
        LevelSearch search = new LevelSearch(levels[unit]);
        long[] own = counts[unit];
        int positions = piece.positions();
        int channels = piece.channels();
        for (int image = 0; image < piece.images(); image++) {
            int row = (image * units + unit) * positions;
            int labelRow = image * channels * positions;
            for (int p = 0; p < positions; p++) {
                int bin = search.below(piece.values()[row + p]);
                for (int m = 0; m < channels; m++) {
                    own[piece.labels()[labelRow + m * positions + p] * bins + bin]++;
                }
            }
        }
    }

    @Override
    public void merge(RunningLevelCounts other) {
        StatOptions.requireOther(this, other);
        StatOptions.requireSame("classes", classes, other.classes);
        if (!Arrays.deepEquals(levels, other.levels)) {
            throw new IllegalArgumentException("statistics to merge must have the same levels");
        }
        for (int u = 0; u < units; u++) {
            for (int i = 0; i < counts[u].length; i++) {
                counts[u][i] += other.counts[u][i];
            }
        }
        images += other.images;
        count += other.count;
    }

    /** {@return how many positions were seen, over all images} */
    @Override
    public long count() {
        return count;
    }

    /** {@return how many images were seen} */
    public long images() {
        return images;
    }

    /** {@return the number of units U} */
    public int units() {
        return units;
    }

    /** {@return the number of classes K} */
    public int classes() {
        return classes;
    }

    /**
     * {@return the levels of a unit, rising, {@code [L]}}
     *
     * @param unit the unit, from 0
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public float[] levels(int unit) {
        return levels[Objects.checkIndex(unit, units)].clone();
    }

    /**
     * {@return at how many positions of a class the unit was above each of its levels, {@code [L]}}
     *
     * @param unit the unit, from 0
     * @param classNumber the class, from 0
     * @throws IndexOutOfBoundsException if there is no such unit or class
     */
    public long[] intersections(int unit, int classNumber) {
        Objects.checkIndex(classNumber, classes);
        long[] own = counts[Objects.checkIndex(unit, units)];
        long[] above = new long[bins - 1];
        long sum = 0;
        for (int level = bins - 2; level >= 0; level--) {
            sum += own[classNumber * bins + level + 1];
            above[level] = sum;
        }
        return above;
    }

    /**
     * {@return at how many positions the unit was above each of its levels, {@code [L]}}
     *
     * @param unit the unit, from 0
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public long[] unitAreas(int unit) {
        long[] total = new long[bins - 1];
        for (int k = 0; k < classes; k++) {
            long[] part = intersections(unit, k);
            Arrays.setAll(total, i -> total[i] + part[i]);
        }
        // Every position carries as many labels as there are channels.
        long channels = channels();
        return Arrays.stream(total).map(sum -> sum / channels).toArray();
    }

    private long channels() {
        return count == 0 ? 1 : Arrays.stream(counts[0]).sum() / count;
    }

    /**
     * {@return at how many positions a class was}
     *
     * @param classNumber the class, from 0
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public long classArea(int classNumber) {
        int start = Objects.checkIndex(classNumber, classes) * bins;
        return Arrays.stream(counts[0], start, start + bins).sum();
    }

    @Override
    public Map<String, HostArray> state() {
        return Map.of(
                "count", HostArray.of(new long[] {count}),
                "images", HostArray.of(new long[] {images}),
                "levels", HostArray.of(StatOptions.flat(levels), units, bins - 1),
                "counts", HostArray.of(StatOptions.flat(counts), units, classes, bins));
    }

    @Override
    public void restore(Map<String, HostArray> state) {
        SavedState saved = new SavedState(state);
        if (!Arrays.equals(saved.floats("levels", units, bins - 1), StatOptions.flat(levels))) {
            throw new IllegalArgumentException("saved state has other levels; restore into one with the same levels");
        }
        long savedCount = saved.count("count");
        long savedImages = saved.count("images");
        counts = StatOptions.rows(saved.longs("counts", units, classes, bins), units);
        images = savedImages;
        count = savedCount;
    }
}
