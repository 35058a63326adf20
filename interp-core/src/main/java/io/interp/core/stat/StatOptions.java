package io.interp.core.stat;

import java.util.Arrays;

/** Checks that statistics share. */
final class StatOptions {

    private static final int MOST_LEVELS = 32_000;

    private StatOptions() {}

    static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, got " + value);
        }
        return value;
    }

    static void requireOther(Object self, Object other) {
        if (self == other) {
            throw new IllegalArgumentException("a statistic can't be merged with itself; pass one of other samples");
        }
    }

    static void requireSame(String option, long mine, long others) {
        if (mine != others) {
            throw new IllegalArgumentException("statistics to merge must have the same " + option + ", got " + mine
                    + " here and " + others + " in the other");
        }
    }

    static void requireSamples(long needed, long count) {
        if (count < needed) {
            throw new IllegalStateException(
                    "needs " + needed + " or more samples, got " + count + "; add a batch first");
        }
    }

    static void requireFractions(double... fractions) {
        for (double fraction : fractions) {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException("fractions must be between 0 and 1, got " + fraction);
            }
        }
    }

    /** {@return a copy of rows of one length, all numbers finite} */
    static float[][] finite(String name, float[][] rows) {
        float[][] copy = new float[rows.length][];
        for (int u = 0; u < rows.length; u++) {
            copy[u] = rows[u].clone();
            if (copy[u].length != rows[0].length || copy[u].length == 0) {
                throw new IllegalArgumentException(name + " need one number or more and as many for each unit, got "
                        + copy[u].length + " for unit " + u + " and " + rows[0].length + " for unit 0");
            }
            for (float value : copy[u]) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(name + " must be finite, got " + value + " for unit " + u);
                }
            }
        }
        return copy;
    }

    /** {@return a copy of rows of levels, each rising} */
    static float[][] rising(float[][] levels) {
        float[][] copy = finite("levels", levels);
        for (int u = 0; u < copy.length; u++) {
            for (int i = 1; i < copy[u].length; i++) {
                if (copy[u][i] < copy[u][i - 1]) {
                    throw new IllegalArgumentException("levels must rise, those of unit " + u + " fall from "
                            + copy[u][i - 1] + " to " + copy[u][i]);
                }
            }
        }
        if (copy[0].length > MOST_LEVELS) {
            throw new IllegalArgumentException("at most " + MOST_LEVELS + " levels, got " + copy[0].length);
        }
        return copy;
    }

    static float[] flat(float[][] rows) {
        int width = rows[0].length;
        float[] flat = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    static long[] flat(long[][] rows) {
        int width = rows[0].length;
        long[] flat = new long[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return flat;
    }

    static long[][] rows(long[] flat, int count) {
        int width = flat.length / count;
        long[][] rows = new long[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }
}
