package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * The k largest values of each unit, and which samples they came from.
 *
 * <p>A sample is one item of the batch; in a batch {@code [N, U, H, W]} its value is the maximum over the positions, as
 * in Network Dissection. Samples are numbered in the order they are added, from a stated first number on, so that the
 * parts of a divided pass can be merged. Equal values are ordered by lower sample number. Values are float32.
 */
public final class RunningTopK implements RunningStat<RunningTopK> {

    private final int units;
    private final int k;
    // Row-major [U, k], best first; the first filled() entries of a row are in use.
    private float[] values;
    private long[] indices;
    private long count;
    private long next;

    /**
     * Starts empty, with samples numbered from 0.
     *
     * @param units the number of units, 1 or more
     * @param k how many values to keep for each unit, 1 or more
     */
    public RunningTopK(int units, int k) {
        this(units, k, 0);
    }

    /**
     * Starts empty.
     *
     * @param units the number of units, 1 or more
     * @param k how many values to keep for each unit, 1 or more
     * @param first the number of the first sample, 0 or more
     */
    public RunningTopK(int units, int k, long first) {
        this.units = StatOptions.positive("units", units);
        this.k = StatOptions.positive("k", k);
        if (first < 0) {
            throw new IllegalArgumentException("number of the first sample must be 0 or more, got " + first);
        }
        next = first;
        values = new float[Math.multiplyExact(units, k)];
        indices = new long[units * k];
    }

    @Override
    public void add(NDArray batch) {
        UnitSamples.forEachPiece(batch, units, piece -> {
            NDArray peaks = piece.reshape(piece.getShape().get(0), units, -1).max(new int[] {2}); // [N, U]
            float[] batchValues = peaks.toType(DataType.FLOAT32, false).toFloatArray();
            for (int from = 0; from < batchValues.length; from += units) {
                int filled = filled();
                for (int u = 0; u < units; u++) {
                    insert(u, filled, batchValues[from + u], next);
                }
                next++;
                count++;
            }
        });
    }

    @Override
    public void merge(RunningTopK other) {
        StatOptions.requireOther(this, other);
        StatOptions.requireSame("units", units, other.units);
        StatOptions.requireSame("k", k, other.k);
        for (int u = 0; u < units; u++) {
            int filled = filled();
            for (int i = u * k; i < u * k + other.filled(); i++) {
                insert(u, filled, other.values[i], other.indices[i]);
                filled = Math.min(k, filled + 1);
            }
        }
        count += other.count;
        next = Math.max(next, other.next);
    }

    private void insert(int unit, int filled, float value, long index) {
        int start = unit * k;
        int slot = start + filled;
        if (filled == k) {
            slot--;
            if (!before(value, index, slot)) {
                return;
            }
        }
        while (slot > start && before(value, index, slot - 1)) {
            values[slot] = values[slot - 1];
            indices[slot] = indices[slot - 1];
            slot--;
        }
        values[slot] = value;
        indices[slot] = index;
    }

    private boolean before(float value, long index, int slot) {
        return value > values[slot] || (value == values[slot] && index < indices[slot]);
    }

    private int filled() {
        return (int) Math.min(k, count);
    }

    @Override
    public long count() {
        return count;
    }

    /**
     * {@return the largest values of a unit, best first; k of them, or as many as there are samples}
     *
     * @param unit the unit, from 0
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public float[] values(int unit) {
        int start = row(unit);
        return Arrays.copyOfRange(values, start, start + filled());
    }

    /**
     * {@return the numbers of the samples that gave {@link #values}, in the same order}
     *
     * @param unit the unit, from 0
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public long[] indices(int unit) {
        int start = row(unit);
        return Arrays.copyOfRange(indices, start, start + filled());
    }

    private int row(int unit) {
        return Objects.checkIndex(unit, units) * k;
    }

    @Override
    public Map<String, HostArray> state() {
        return Map.of(
                "count", HostArray.of(new long[] {count}),
                "next", HostArray.of(new long[] {next}),
                "values", HostArray.of(values, units, k),
                "indices", HostArray.of(indices, units, k));
    }

    @Override
    public void restore(Map<String, HostArray> state) {
        SavedState saved = new SavedState(state);
        long savedCount = saved.count("count");
        long savedNext = saved.count("next");
        float[] savedValues = saved.floats("values", units, k);
        indices = saved.longs("indices", units, k);
        values = savedValues;
        count = savedCount;
        next = savedNext;
    }
}
