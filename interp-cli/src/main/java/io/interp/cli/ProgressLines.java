package io.interp.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells on the error stream, now and then, how far long work has come and when it will be done. */
final class ProgressLines {

    private static final long NANOS_BETWEEN = 10_000_000_000L;

    private final PrintWriter err;
    private final String what;
    private final long total;
    private final long first;
    private final long started = System.nanoTime();
    private long told = started;

    /** Starts the clock at {@code first} of {@code total}; what was done before does not count for the speed. */
    ProgressLines(PrintWriter err, String what, long first, long total) {
        this.err = err;
        this.what = what;
        this.first = first;
        this.total = total;
    }

    /** Says so much is done; prints a line if the last one is ten seconds old. */
    void at(long done, String detail) {
        long now = System.nanoTime();
        if (now - told < NANOS_BETWEEN || done <= first) {
            return;
        }
        told = now;
        double seconds = (now - started) / 1e9;
        double perUnit = seconds / (done - first);
        err.println(String.format(
                Locale.ROOT,
                "%s %d of %d  %s%.3g a second  %s left",
                what,
                done,
                total,
                detail.isEmpty() ? "" : detail + "  ",
                1 / perUnit,
                duration(Math.round(perUnit * (total - done)))));
        err.flush();
    }

    /** {@return how much is done in a second so far} */
    double rate(long done) {
        return (done - first) / Math.max(1e-9, (System.nanoTime() - started) / 1e9);
    }

    static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        return minutes < 60 ? minutes + " min " + seconds % 60 + " s" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
