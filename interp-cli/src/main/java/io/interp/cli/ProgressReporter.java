package io.interp.cli;

import ai.djl.util.Progress;
import java.io.PrintWriter;

/** A library's progress as lines on the error stream; each piece of work it begins is named. */
final class ProgressReporter implements Progress {

    private final PrintWriter err;
    private String what = "";
    private long total;
    private ProgressLines lines;
    private long done;

    ProgressReporter(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void reset(String message, long max, String trailingMessage) {
        what = message;
        total = max;
        start(0);
        err.println(message);
        err.flush();
    }

    @Override
    public void start(long initialProgress) {
        done = initialProgress;
        lines = new ProgressLines(err, what, initialProgress, total);
    }

    @Override
    public void end() {}

    @Override
    public void increment(long increment) {
        update(done + increment, null);
    }

    @Override
    public void update(long progress, String message) {
        done = progress;
        if (lines != null) {
            lines.at(progress, message == null ? "" : message);
        }
    }
}
