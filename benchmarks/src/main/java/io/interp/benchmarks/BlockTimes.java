package io.interp.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Times of two sides that took turns, in blocks of the same work. What disturbs the machine for a while falls on both
 * blocks of a pair, so the ratio is taken pair by pair.
 */
final class BlockTimes {

    private final List<Time> ours = new ArrayList<>();
    private final List<Time> theirs = new ArrayList<>();

    /**
     * What a block took.
     *
     * @param wall seconds on the clock
     * @param cpu seconds of work of all threads of the process, in which other processes' work does not count
     */
    record Time(double wall, double cpu) {

        static final Time ZERO = new Time(0, 0);

        /**
         * {@return what some work took}
         *
         * @param work the work
         */
        static Time of(Runnable work) {
            Clock clock = Clock.start();
            work.run();
            return clock.stop();
        }

        Time plus(Time other) {
            return new Time(wall + other.wall, cpu + other.cpu);
        }
    }

    /**
     * A clock that runs since it was started.
     *
     * @param nanos the clock's time at the start
     * @param cpu the work of the process before
     */
    record Clock(long nanos, Duration cpu) {

        static Clock start() {
            return new Clock(System.nanoTime(), processorTime());
        }

        /** {@return what was taken since the start} */
        Time stop() {
            double wall = (System.nanoTime() - nanos) / 1e9;
            return new Time(wall, processorTime().minus(cpu).toNanos() / 1e9);
        }

        /** The system counts it in steps of 10 ms on most machines. */
        private static Duration processorTime() {
            return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /**
     * Times two sides that take turns; which goes first changes from pair to pair.
     *
     * @param pairs how many blocks of each
     * @param ours does a block and says what it took
     * @param theirs does a block of the same work
     */
    static BlockTimes ofTurns(int pairs, Supplier<Time> ours, Supplier<Time> theirs) {
        BlockTimes times = new BlockTimes();
        for (int i = 0; i < pairs; i++) {
            if (i % 2 == 0) {
                Time first = ours.get();
                times.add(first, theirs.get());
            } else {
                Time first = theirs.get();
                times.add(ours.get(), first);
            }
        }
        return times;
    }

    void add(Time ourBlock, Time theirBlock) {
        ours.add(ourBlock);
        theirs.add(theirBlock);
    }

    boolean isEmpty() {
        return ours.isEmpty();
    }

    /**
     * {@return the head of a table of {@link #row rows}}
     *
     * @param first the head of the first column
     */
    static String head(String first) {
        return String.format(
                "%-12s %12s %12s %8s %17s %8s %17s",
                first, "trainer, ms", "method, ms", "ratio", "10% - 90%", "cpu", "10% - 90%");
    }

    /**
     * {@return a row: milliseconds of each side, then medians over pairs of the ratio on the clock and of the work}
     *
     * @param name the name of the row
     * @param steps the number of steps in a block
     */
    String row(String name, int steps) {
        return String.format(
                Locale.ROOT,
                "%-12s %12.1f %12.1f %8.3f %9.3f - %.3f %8.3f %9.3f - %.3f",
                name,
                quantile(ours.stream().mapToDouble(Time::wall), 0.5) / steps * 1e3,
                quantile(theirs.stream().mapToDouble(Time::wall), 0.5) / steps * 1e3,
                ratio(Time::wall, 0.5),
                ratio(Time::wall, 0.1),
                ratio(Time::wall, 0.9),
                ratio(Time::cpu, 0.5),
                ratio(Time::cpu, 0.1),
                ratio(Time::cpu, 0.9));
    }

    /**
     * {@return a quantile over pairs of the ratio of ours to theirs}
     *
     * @param of which time
     * @param q in [0, 1]; 0.5 for the median
     */
    private double ratio(ToDoubleFunction<Time> of, double q) {
        return quantile(
                IntStream.range(0, ours.size())
                        .mapToDouble(i -> of.applyAsDouble(ours.get(i)) / of.applyAsDouble(theirs.get(i))),
                q);
    }

    private static double quantile(DoubleStream values, double q) {
        double[] sorted = values.sorted().toArray();
        double place = q * (sorted.length - 1);
        int low = (int) place;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }
}
