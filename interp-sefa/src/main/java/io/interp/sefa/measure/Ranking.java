package io.interp.sefa.measure;

import io.interp.sefa.Directions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measurements of directions beside those of random ones; prints as a table.
 *
 * @param directions the directions
 * @param measurements one for each
 * @param control measurements of random unit directions of the same space and layers
 */
public record Ranking(Directions directions, List<Measurement> measurements, List<Measurement> control) {

    /** What to order directions by. */
    public enum Measure {
        /** Those first that change images fastest. */
        SPEED,
        /** Those first that change the smallest part of the image. */
        LOCALITY,
        /** Those first that change every image in the same way. */
        CONSISTENCY;

        private double key(Measurement of) {
            return switch (this) {
                case SPEED -> -of.speed();
                case LOCALITY -> of.entropy();
                case CONSISTENCY -> -of.consistency();
            };
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is not one measurement for each direction
     */
    public Ranking {
        if (measurements.size() != directions.size()) {
            throw new IllegalArgumentException(
                    directions.size() + " directions need as many measurements, got " + measurements.size());
        }
        measurements = List.copyOf(measurements);
        control = List.copyOf(control);
    }

    /**
     * {@return the numbers of the directions, best first}
     *
     * @param measure what to order by
     */
    public int[] order(Measure measure) {
        return IntStream.range(0, directions.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> measure.key(measurements.get(i))))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * {@return the directions, best first}
     *
     * @param measure what to order by
     */
    public Directions by(Measure measure) {
        return new Directions(
                directions.space(),
                directions.origin(),
                Arrays.stream(order(measure)).mapToObj(directions::get).toList());
    }

    /** {@return the mean speed of the random directions, NaN if there are none} */
    public double randomSpeed() {
        return mean(Measurement::speed);
    }

    private double mean(ToDoubleFunction<Measurement> of) {
        return control.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    /** {@return speed (and how many times that of random directions), entropy, area and consistency of each} */
    @Override
    public String toString() {
        int width = directions.stream().mapToInt(d -> d.name().length()).max().orElse(9);
        String row = "%-" + Math.max(15, width) + "s %10s %9s %8s %8s %12s";
        StringBuilder text = new StringBuilder(
                String.format(row, "direction", "speed", "x random", "entropy", "area", "consistency"));
        for (int i = 0; i < directions.size(); i++) {
            Measurement m = measurements.get(i);
            text.append('\n')
                    .append(line(
                            row,
                            directions.get(i).name(),
                            m.speed(),
                            m.speed() / randomSpeed(),
                            m.entropy(),
                            m.area(),
                            m.consistency()));
        }
        if (!control.isEmpty()) {
            text.append('\n')
                    .append(line(
                            row,
                            "random (mean " + control.size() + ")",
                            randomSpeed(),
                            1,
                            mean(Measurement::entropy),
                            mean(Measurement::area),
                            mean(Measurement::consistency)));
        }
        return text.toString();
    }

    private static String line(
            String row, String name, double speed, double ratio, double entropy, double area, double consistency) {
        return String.format(
                row,
                name,
                String.format(Locale.ROOT, "%.4g", speed),
                String.format(Locale.ROOT, "%.2f", ratio),
                String.format(Locale.ROOT, "%.3f", entropy),
                String.format(Locale.ROOT, "%.3f", area),
                String.format(Locale.ROOT, "%.3f", consistency));
    }
}
