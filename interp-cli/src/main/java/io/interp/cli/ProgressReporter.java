package io.interp.cli;

import ai.djl.util.Progress;
import java.io.PrintWriter;

/** A library's progress as lines on the error stream; each piece of work it begins is named. */
final class ProgressReporter implements Progress {

    private final PrintWriter err;
    private ProgressLines lines;
    private long done;

    ProgressReporter(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void reset(String message, long max, String trailingMessage) {
        lines = new ProgressLines(err, message, 0, max);
        done = 0;
        err.println(message);
        err.flush();
    }

    @Override
    public void start(long initialProgress) {
        done = initialProgress;
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
