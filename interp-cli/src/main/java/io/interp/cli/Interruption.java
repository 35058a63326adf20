package io.interp.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets long work end in order on Ctrl-C: the JVM's shutdown waits, for half a minute at most, until the work has noticed
 * the request, saved itself and closed this object.
 */
final class Interruption implements AutoCloseable {

    private static final long SECONDS_TO_SAVE = 30;

    private final PrintWriter err;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::waitForWork, "interruption");

    /** Starts listening; {@code err} is told if the work takes too long to save itself. */
    Interruption(PrintWriter err) {
        this.err = err;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** {@return whether the work shall end} */
    boolean requested() {
        return requested.get();
    }

    private void waitForWork() {
        requested.set(true);
        try {
            boolean inTime = ended.await(SECONDS_TO_SAVE, TimeUnit.SECONDS);
            if (!inTime) {
                err.println("interp: gave up waiting for the last checkpoint");
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (!requested.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                requested.set(true); // the shutdown began this very moment
            }
        }
    }
}
