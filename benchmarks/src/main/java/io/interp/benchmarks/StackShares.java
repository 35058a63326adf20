package io.interp.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares of the time that a thread spends in the methods that some method calls, by looking at the thread's stack every few
 * milliseconds. Time in native code counts for the Java method that called it.
 */
final class StackShares implements AutoCloseable {

    private static final long EVERY_MILLIS = 4;

    private final Thread watched;
    private final List<String> opened;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Thread sampler;
    private volatile boolean done;

    /**
     * Starts to look at the calling thread.
     *
     * @param opened the method whose callees are counted, as {@code Class.method}, and those of its callees whose own callees
     *     are counted in their place
     */
    StackShares(String... opened) {
        watched = Thread.currentThread();
        this.opened = List.of(opened);
        sampler = new Thread(this::sample, "stack shares");
        sampler.setDaemon(true);
        sampler.start();
    }

    private void sample() {
        while (!done) {
            count(watched.getStackTrace());
            try {
                Thread.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void count(StackTraceElement[] stack) {
        boolean inside = false;
        for (int i = stack.length - 1; i >= 0; i--) {
            String method = name(stack[i]);
            inside |= method.equals(opened.get(0));
            if (inside && (!opened.contains(method) || i == 0)) {
                counts.merge(method, 1, Integer::sum);
                return;
            }
        }
    }

    private static String name(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + '.' + frame.getMethodName();
    }

    /** {@return the share of each callee, from 0 to 1, those with the largest first; after {@link #close} only} */
    Map<String, Double> shares() {
        double all = counts.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(e -> shares.put(e.getKey(), e.getValue() / all));
        return shares;
    }

    /** Stops looking. */
    @Override
    public void close() {
        done = true;
        try {
            sampler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
