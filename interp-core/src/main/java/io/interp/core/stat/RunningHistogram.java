package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Exact counts of how often each unit falls between given edges, which may differ from unit to unit.
 *
 * <p>In a batch {@code [N, U, H, W]} every position is a sample of its unit. With the edges taken from a first pass
 * (say, {@link RunningQuantile#quantiles}), a second pass counts exactly how many samples lie above each of them.
 * A value equal to an edge is not above it. Values and edges are float32.
 */
public final class RunningHistogram implements RunningStat<RunningHistogram> {

    private final int units;
    private final float[][] edges;
    // Row-major [U, edges + 1].
    private long[] counts;
    private long count;

    /**
     * Starts empty.
     *
     * @param edges for each unit its edges in ascending order, {@code [U][E]}, the same number E of 1 or more for all;
     *     equal edges are allowed
     * @throws IllegalArgumentException if there are no units or edges, or a row is not ascending and of the same length
     */
    public RunningHistogram(float[][] edges) {
        units = StatOptions.positive("number of units", edges.length);
        int length = StatOptions.positive("number of edges", edges[0].length);
        this.edges = new float[units][];
        for (int u = 0; u < units; u++) {
            this.edges[u] = edges[u].clone();
            if (edges[u].length != length) {
                throw new IllegalArgumentException(
                        "all units must have " + length + " edges, got " + edges[u].length + " for unit " + u);
            }
            for (int i = 0; i < length; i++) {
                if (Float.isNaN(edges[u][i]) || (i > 0 && edges[u][i] < edges[u][i - 1])) {
                    throw new IllegalArgumentException(
                            "edges must ascend, got " + Arrays.toString(edges[u]) + " for unit " + u);
                }
            }
        }
        counts = new long[Math.multiplyExact(units, length + 1)];
    }

    @Override
    public void add(NDArray batch) {
        int bins = edges[0].length + 1;
        UnitSamples.forEachPiece(batch, units, piece -> {
            NDArray columns = UnitSamples.columns(piece).toType(DataType.FLOAT32, false); // [U, S]
            float[] values = columns.toFloatArray();
            int samples = values.length / units;
            IntStream.range(0, units).parallel().forEach(u -> {
                for (int i = u * samples; i < (u + 1) * samples; i++) {
                    counts[u * bins + bin(edges[u], values[i])]++;
                }
            });
            count += samples;
        });
    }

    /** {@return the number of edges below the value} */
    private static int bin(float[] ascending, float value) {
        int from = 0;
        int to = ascending.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (ascending[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public void merge(RunningHistogram other) {
        StatOptions.requireOther(this, other);
        if (!Arrays.deepEquals(edges, other.edges)) {
            throw new IllegalArgumentException("statistics to merge must have the same edges");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
    }

    @Override
    public long count() {
        return count;
    }

    /**
     * {@return how many samples of a unit fell into each bin, {@code [E + 1]}: at or below the first edge, above the
     * first and at or below the second, ..., above the last}
     *
     * @param unit the unit, from 0
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public long[] counts(int unit) {
        int bins = edges[0].length + 1;
        int start = Objects.checkIndex(unit, units) * bins;
        return Arrays.copyOfRange(counts, start, start + bins);
    }

    /**
     * {@return how many samples of a unit were above each edge, {@code [E]}}
     *
     * @param unit the unit, from 0
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public long[] above(int unit) {
        long[] bins = counts(unit);
        long[] out = new long[bins.length - 1];
        long sum = 0;
        for (int i = out.length - 1; i >= 0; i--) {
            sum += bins[i + 1];
            out[i] = sum;
        }
        return out;
    }

    @Override
    public Map<String, HostArray> state() {
        int length = edges[0].length;
        return Map.of(
                "count", HostArray.of(new long[] {count}),
                "edges", HostArray.of(flatEdges(), units, length),
                "counts", HostArray.of(counts, units, length + 1));
    }

    @Override
    public void restore(Map<String, HostArray> state) {
        SavedState saved = new SavedState(state);
        int length = edges[0].length;
        if (!Arrays.equals(saved.floats("edges", units, length), flatEdges())) {
            throw new IllegalArgumentException("saved state has other edges; restore into one with the same edges");
        }
        long savedCount = saved.count("count");
        counts = saved.longs("counts", units, length + 1);
        count = savedCount;
    }

    private float[] flatEdges() {
        int length = edges[0].length;
        float[] flat = new float[units * length];
        for (int u = 0; u < units; u++) {
            System.arraycopy(edges[u], 0, flat, u * length, length);
        }
        return flat;
    }
}
