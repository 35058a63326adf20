package io.interp.eigengan;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What the lengths L of a subspace's dimensions are before training. Training moves them little, so this is a choice. */
public enum InitialScales {
    /** As released: 3q, 3(q-1), ..., 3, which ranks the dimensions of each layer from the start. */
    ARITHMETIC {
        @Override
        public double[] of(int dimensions, int filters, int extent) {
            return IntStream.range(0, dimensions)
                    .mapToDouble(i -> 3.0 * (dimensions - i))
                    .toArray();
        }
    },
    /**
     * As released, times the square root of the number of filters by that of the released network at this size: then each
     * number of the maps varies as much as there, while with the released lengths narrow networks start from noise.
     */
    PROPORTIONAL {
        @Override
        public double[] of(int dimensions, int filters, int extent) {
            double released = Math.min(RELEASED_CAPACITY / extent, RELEASED_WIDEST);
            double factor = Math.sqrt(filters / released);
            return Arrays.stream(ARITHMETIC.of(dimensions, filters, extent))
                    .map(length -> factor * length)
                    .toArray();
        }
    },
    /** All equal, of the same sum of squares as the released ones, so that any order in the end was learned. */
    EQUAL {
        @Override
        public double[] of(int dimensions, int filters, int extent) {
            double sum = Arrays.stream(ARITHMETIC.of(dimensions, filters, extent))
                    .map(length -> length * length)
                    .sum();
            double[] lengths = new double[dimensions];
            Arrays.fill(lengths, Math.sqrt(sum / dimensions));
            return lengths;
        }
    };

    private static final int RELEASED_CAPACITY = 4096;
    private static final int RELEASED_WIDEST = 512;

    /**
     * {@return the lengths}
     *
     * @param dimensions the number q of dimensions
     * @param filters the number of filters of the subspace's maps
     * @param extent the height and width of the maps
     */
    public abstract double[] of(int dimensions, int filters, int extent);
}
