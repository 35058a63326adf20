package io.interp.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A number over runs that differ in their seed.
 *
 * @param mean its mean, NaN of none
 * @param deviation its standard deviation, NaN of one
 */
record OverSeeds(double mean, double deviation) {

    static <T> OverSeeds of(List<T> runs, ToDoubleFunction<T> value) {
        double mean = runs.stream().mapToDouble(value).average().orElse(Double.NaN);
        double squares = runs.stream()
                .mapToDouble(run -> Math.pow(value.applyAsDouble(run) - mean, 2))
                .sum();
        return new OverSeeds(mean, Math.sqrt(squares / (runs.size() - 1.0)));
    }
}
