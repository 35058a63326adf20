package io.interp.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

        /**
         * {@return what some work took}
         *
         * @param work the work
         */
        static Time of(Runnable work) {
            Duration cpu = processorTime();
            long start = System.nanoTime();
            work.run();
            double wall = (System.nanoTime() - start) / 1e9;
            return new Time(wall, processorTime().minus(cpu).toNanos() / 1e9);
        }

        /** The system counts it in steps of 10 ms on most machines. */
        private static Duration processorTime() {
            return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    void add(Time ourBlock, Time theirBlock) {
        ours.add(ourBlock);
        theirs.add(theirBlock);
    }

    double oursMedian() {
        return quantile(ours.stream().mapToDouble(Time::wall), 0.5);
    }

    double theirsMedian() {
        return quantile(theirs.stream().mapToDouble(Time::wall), 0.5);
    }

    /**
     * {@return a quantile over pairs of the ratio of ours to theirs}
     *
     * @param of which time
     * @param q in [0, 1]; 0.5 for the median
     */
    double ratio(ToDoubleFunction<Time> of, double q) {
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
