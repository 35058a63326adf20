package io.interp.testkit.contract;

import io.interp.core.io.HostArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Asserts that work gives the same numbers, bit for bit, whenever it is done. */
public final class DeterminismAssertions {

    private DeterminismAssertions() {}

    /**
     * Does some work in this thread and again in a new one, and compares what it gave. The new thread matters: the engine's
     * gradient mode belongs to the thread, so work that relies on the mode it finds shows here.
     *
     * @param work gives arrays by name, the same at every call if it is deterministic
     * @throws AssertionError if names, types, shapes or bytes differ; the message names the first array that does, and its
     *     first element that does
     */
    public static void sameBytes(Supplier<Map<String, HostArray>> work) {
        same(new LinkedHashMap<>(work.get()), inNewThread(work));
    }

    private static void same(Map<String, HostArray> first, Map<String, HostArray> second) {
        if (!first.keySet().equals(second.keySet())) {
            throw new AssertionError("the first run gave " + first.keySet() + ", the second " + second.keySet());
        }
        first.forEach((name, array) -> {
            HostArray other = second.get(name);
            if (!array.toString().equals(other.toString())) {
                throw new AssertionError(
                        "'" + name + "' is " + array + " in the first run, " + other + " in the second");
            }
            int differs = array.bytes().mismatch(other.bytes());
            if (differs >= 0) {
                int width = Math.max(1, array.dataType().getNumOfBytes());
                throw new AssertionError(
                        "'" + name + "', " + array + ", differs between two runs, first at element " + differs / width);
            }
        });
    }

    private static Map<String, HostArray> inNewThread(Supplier<Map<String, HostArray>> work) {
        AtomicReference<Map<String, HostArray>> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> result.set(work.get()), "second run");
        thread.setUncaughtExceptionHandler((where, what) -> failure.set(what));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the second run", e);
        }
        if (failure.get() != null) {
            throw new CompletionException("the second run failed", failure.get());
        }
        return result.get();
    }
}
