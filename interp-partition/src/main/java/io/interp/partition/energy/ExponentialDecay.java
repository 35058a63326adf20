package io.interp.partition.energy;

/**
 * A number that falls exponentially from a start to a floor over a number of updates and stays there: at update n it is
 * {@code max(start * (floor / start)^(n / updates), floor)}.
 *
 * @param start the value at update 0
 * @param floor the value from update {@code updates} on
 * @param updates the number of updates the fall takes
 */
public record ExponentialDecay(double start, double floor, int updates) {

    /**
     * Validates the numbers.
     *
     * @throws IllegalArgumentException if not 0 &lt; floor &lt;= start (both 0 is allowed too), or updates is below 1
     */
    public ExponentialDecay {
        boolean zero = start == 0 && floor == 0;
        if (!zero && !(floor > 0 && floor <= start && start < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("an exponential decay needs a finite start and a floor above 0 and at"
                    + " most the start, or both 0, got start " + start + " and floor " + floor);
        }
        if (updates < 1) {
            throw new IllegalArgumentException("a decay takes at least 1 update, got " + updates);
        }
    }

    /**
     * {@return a number that never changes}
     *
     * @param value the number
     */
    public static ExponentialDecay constant(double value) {
        return new ExponentialDecay(value, value, 1);
    }

    /**
     * {@return the value at an update}
     *
     * @param update the number of updates before this one, at least 0
     * @throws IllegalArgumentException if update is negative
     */
    public double at(int update) {
        if (update < 0) {
            throw new IllegalArgumentException("updates are counted from 0, got " + update);
        }
        return start == 0 ? 0 : Math.max(start * Math.pow(floor / start, (double) update / updates), floor);
    }
}
