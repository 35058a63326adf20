package io.interp.partition.energy;

import java.util.Arrays;

/**
 * What each filter is divided by under {@link EnergyFeatures#FILTER_RMS}. The other treatments of features need no
 * scale and ignore it.
 */
public sealed interface Scale {

    /**
     * {@return the root mean square of each filter over the batch at hand, differentiated with the features. For the
     * generator's step: scaling a filter then changes nothing. It couples the images of a batch, so chains must not use
     * it}
     */
    static Scale batch() {
        return Batch.INSTANCE;
    }

    /**
     * {@return given constants, for chains and the update of W}
     *
     * @param rms the root mean square of each filter, {@code [M]}; copied. Entries of inactive filters are not used
     * @throws IllegalArgumentException if an entry is negative or not finite
     */
    static Scale constants(double... rms) {
        return new Constants(rms.clone());
    }

    /** The scale of the batch. */
    enum Batch implements Scale {
        /** The only one. */
        INSTANCE
    }

    /** A scale of constants. */
    final class Constants implements Scale {

        private final double[] rms;

        private Constants(double[] rms) {
            for (double r : rms) {
                if (!(r >= 0 && r < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "scales of filters should be finite and at least 0, got " + Arrays.toString(rms));
                }
            }
            this.rms = rms;
        }

        /** {@return a copy of the root mean squares, {@code [M]}} */
        public double[] rms() {
            return rms.clone();
        }
    }
}
