package io.interp.testkit.drawn;

/** Counts of pixels by true and found class. */
final class Confusion {
    private final long[][] counts;

    Confusion(int classes) {
        counts = new long[classes][classes];
    }

    void add(int truth, int found) {
        counts[truth][found]++;
    }

    /** The share of pixels whose class was found. */
    double accuracy() {
        long right = 0;
        long all = 0;
        for (int truth = 0; truth < counts.length; truth++) {
            right += counts[truth][truth];
            for (long count : counts[truth]) {
                all += count;
            }
        }
        return (double) right / all;
    }

    /** Intersection over union of the true and the found pixels of a class. */
    double overlap(int label) {
        long union = -counts[label][label];
        for (int other = 0; other < counts.length; other++) {
            union += counts[label][other] + counts[other][label];
        }
        return (double) counts[label][label] / union;
    }
}
