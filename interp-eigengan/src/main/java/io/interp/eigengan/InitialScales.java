package io.interp.eigengan;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What the lengths L of a subspace's dimensions are before training. Training moves them little, so this is a choice. */
public enum InitialScales {
    /** As released: 3q, 3(q-1), ..., 3, which ranks the dimensions of each layer from the start. */
    ARITHMETIC {
        @Override
        public double[] of(int dimensions) {
            return IntStream.range(0, dimensions)
                    .mapToDouble(i -> 3.0 * (dimensions - i))
                    .toArray();
        }
    },
    /** All equal, of the same sum of squares as the released ones, so that any order in the end was learned. */
    EQUAL {
        @Override
        public double[] of(int dimensions) {
            double sum =
                    Arrays.stream(ARITHMETIC.of(dimensions)).map(l -> l * l).sum();
            double[] lengths = new double[dimensions];
            Arrays.fill(lengths, Math.sqrt(sum / dimensions));
            return lengths;
        }
    };

    /**
     * {@return the lengths}
     *
     * @param dimensions the number q of dimensions
     */
    public abstract double[] of(int dimensions);
}
