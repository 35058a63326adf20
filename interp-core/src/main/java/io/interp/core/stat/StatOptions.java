package io.interp.core.stat;

/** Checks that statistics share. */
final class StatOptions {

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
}
