package io.interp.sefa;

/**
 * How far a direction is followed: steps alpha from low to high, in units of the code. There is no size of step that
 * suits every model; {@link io.interp.sefa.measure.StepCalibration} finds one by what is seen.
 *
 * @param low the first step
 * @param high the last step, above low
 */
public record AlphaRange(double low, double high) {

    /** From -3 to 3, the range of the published command line. */
    public static final AlphaRange DEFAULT = new AlphaRange(-3, 3);

    /**
     * Validates the range.
     *
     * @throws IllegalArgumentException if it is empty or not finite
     */
    public AlphaRange {
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException("a range needs a finite low below a finite high, got " + low + " and "
                    + high + "; such as -3 and 3");
        }
    }

    /**
     * {@return the range from -alpha to alpha}
     *
     * @param alpha the largest step, above 0
     */
    public static AlphaRange symmetric(double alpha) {
        return new AlphaRange(-alpha, alpha);
    }

    /**
     * {@return steps of equal length from low to high; a step that would be 0 but for rounding is 0}
     *
     * @param count how many, at least 2
     * @throws IllegalArgumentException if below 2
     */
    public double[] steps(int count) {
        if (count < 2) {
            throw new IllegalArgumentException("a range is walked in at least 2 steps, got " + count);
        }
        double[] steps = new double[count];
        for (int i = 0; i < count; i++) {
            double share = (double) i / (count - 1);
            double step = low * (1 - share) + high * share;
            steps[i] = Math.abs(step) < 1e-12 * (high - low) ? 0 : step;
        }
        return steps;
    }
}
