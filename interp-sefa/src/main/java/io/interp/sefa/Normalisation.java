package io.interp.sefa;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the rows of the weights are weighed against each other before they are factorised. */
public enum Normalisation {
    /**
     * Every row is divided by its length, so that each output unit counts the same. Gains of single units, of whole layers
     * and of spectral norm cancel, and the eigenvalues add up to the number of rows. The published code does this.
     */
    ROWS,
    /** The weights as they are, as in the paper's equation. */
    NONE,
    /** Every layer is divided by its Frobenius norm, so that each counts the same; its rows keep their proportions. */
    FROBENIUS;

    /**
     * Reads a name.
     *
     * @param name in any case
     * @return the constant
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Normalisation parse(String name) {
        return Arrays.stream(values())
                .filter(n -> n.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("normalisation must be one of "
                        + Arrays.stream(values())
                                .map(n -> n.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + "; got '" + name + "'"));
    }
}
