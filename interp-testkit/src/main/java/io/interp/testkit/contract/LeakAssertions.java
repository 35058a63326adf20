package io.interp.testkit.contract;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Asserts that repeated work leaves no memory behind: neither arrays that a manager still holds, nor native memory that no
 * manager knows of, such as graphs that keep each other alive.
 */
public final class LeakAssertions {

    /** The growth of the process that {@link #flat(NDManager, Runnable, int, int)} allows, in MiB. */
    public static final double DEFAULT_LIMIT_MIB = 16;

    /** A leak grows in every round; an allocator that warms up stops. */
    private static final int ROUNDS = 3;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double KIB_PER_MIB = 1024;

    private LeakAssertions() {}

    /**
     * As {@link #flat(NDManager, Runnable, int, int, double)} with {@link #DEFAULT_LIMIT_MIB}.
     *
     * @param manager the manager the work runs on, with all its children
     * @param work the work, done warmUp + repeats times, three times that much at most
     * @param warmUp how often it is done before anything is measured
     * @param repeats how often it is done while it is measured, at least 1
     * @throws AssertionError if memory was left behind
     */
    public static void flat(NDManager manager, Runnable work, int warmUp, int repeats) {
        flat(manager, work, warmUp, repeats, DEFAULT_LIMIT_MIB);
    }

    /**
     * Repeats some work and asserts that the number of arrays the manager and its children hold does not change at all, and
     * that the process's resident memory outside the Java heap grows by less than a limit in one of three rounds of
     * repeats. Where the system has no {@code /proc/self/status}, only arrays are counted.
     *
     * <p>Run the JVM with {@code -XX:+AlwaysPreTouch}. Without it the heap becomes resident page by page as it is used,
     * long after it was committed, and that growth can't be told from a leak.
     *
     * <p>A leak is filled from memory that earlier work in this process has freed and the allocator has kept, before the
     * process grows: after large work, warm up for longer.
     *
     * @param manager the manager the work runs on, with all its children
     * @param work the work
     * @param warmUp how often it is done before anything is measured
     * @param repeats how often it is done in a round, at least 1
     * @param limitMib the growth allowed in a round, in MiB; it must be less than what a leak of one piece of work times
     *     repeats would give
     * @throws AssertionError if memory was left behind
     * @throws IllegalArgumentException if repeats is below 1 or warmUp is negative
     */
    public static void flat(NDManager manager, Runnable work, int warmUp, int repeats, double limitMib) {
        if (warmUp < 0 || repeats < 1) {
            throw new IllegalArgumentException(
                    "expected a warm-up of at least 0 and at least 1 repeat, got " + warmUp + " and " + repeats);
        }
        times(work, warmUp);
        int arrays = manager.getManagedArrays().size();
        double growth = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double before = nativeMib();
            times(work, repeats);
            int after = manager.getManagedArrays().size();
            if (after != arrays) {
                throw new AssertionError("the manager held " + arrays + " arrays before and " + after + " after "
                        + repeats + " repeats: close what the work makes, or make it on a sub-manager");
            }
            growth = nativeMib() - before;
            if (growth < limitMib) {
                return;
            }
        }
        throw new AssertionError(String.format(
                Locale.ROOT,
                "resident memory outside the heap grew by %.1f MiB in the last of %d rounds of %d repeats, allowed were %.1f",
                growth,
                ROUNDS,
                repeats,
                limitMib));
    }

    private static void times(Runnable work, int count) {
        for (int i = 0; i < count; i++) {
            work.run();
        }
    }

    private static double nativeMib() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        System.gc();
        try (Stream<String> lines = Files.lines(STATUS)) {
            String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
            return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB - heap / (KIB_PER_MIB * KIB_PER_MIB);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + STATUS, e);
        }
    }
}
