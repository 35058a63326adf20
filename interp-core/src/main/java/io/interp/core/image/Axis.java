package io.interp.core.image;

import java.util.ArrayList;
import java.util.List;

/** Maps numbers to pixels and says where the ticks go. */
record Axis(double low, double high, double from, double to, boolean log) {

    private static final double NEARLY_ONE = 1 - 1e-9;

    /** An axis that starts and ends at a tick, over all of the values that can be drawn. */
    static Axis over(Iterable<double[]> values, boolean log, double from, double to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] series : values) {
            for (double value : series) {
                if (drawable(value, log)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (low > high) {
            return new Axis(log ? 1 : 0, log ? 10 : 1, from, to, log);
        }
        if (log) {
            double first = Math.pow(10, Math.floor(Math.log10(low) + 1e-9));
            double last = Math.pow(10, Math.ceil(Math.log10(high) - 1e-9));
            return new Axis(first, last > first ? last : first * 10, from, to, true);
        }
        if (low == high) {
            double room = low == 0 ? 1 : Math.abs(low) / 2;
            low -= room;
            high += room;
        }
        double step = step(high - low);
        return new Axis(
                Math.floor(low / step * (low < 0 ? 1 / NEARLY_ONE : NEARLY_ONE)) * step,
                Math.ceil(high / step * (high > 0 ? NEARLY_ONE : 1 / NEARLY_ONE)) * step,
                from,
                to,
                false);
    }

    static boolean drawable(double value, boolean log) {
        return !Double.isNaN(value) && !Double.isInfinite(value) && (!log || value > 0);
    }

    double pixel(double value) {
        double share = log
                ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
                : (value - low) / (high - low);
        return from + share * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (log) {
            int first = (int) Math.round(Math.log10(low));
            int last = (int) Math.round(Math.log10(high));
            int every = Math.max(1, (last - first + 5) / 6);
            for (int power = first; power <= last; power += every) {
                ticks.add(Math.pow(10, power));
            }
            return ticks;
        }
        double step = step(high - low);
        for (long k = (long) Math.ceil(low / step - 1e-6); k * step <= high + step * 1e-6; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /** The 1, 2 or 5 times a power of ten that cuts the range into four to nine pieces. */
    private static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
        double pieces = range / 4 / power;
        if (pieces >= 5 * NEARLY_ONE) {
            return 5 * power;
        }
        return pieces >= 2 * NEARLY_ONE ? 2 * power : power;
    }
}
