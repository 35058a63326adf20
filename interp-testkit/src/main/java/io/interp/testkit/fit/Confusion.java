package io.interp.testkit.fit;

/** Counts of pixels by true and found class. */
public final class Confusion {
    private final long[][] counts;

    /**
     * Counts of nothing yet.
     *
     * @param classes the number of classes
     */
    public Confusion(int classes) {
        counts = new long[classes][classes];
    }

    /**
     * Counts a pixel.
     *
     * @param truth its true class
     * @param found the class that was found
     */
    public void add(int truth, int found) {
        counts[truth][found]++;
    }

    /** {@return the share of pixels whose class was found} */
    public double accuracy() {
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

    /**
     * {@return intersection over union of the true and the found pixels of a class; NaN where there are neither}
     *
     * @param label the class
     */
    public double overlap(int label) {
        long union = -counts[label][label];
        for (int other = 0; other < counts.length; other++) {
            union += counts[label][other] + counts[other][label];
        }
        return (double) counts[label][label] / union;
    }
}
