package io.interp.eigengan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One basis vector of one subspace, as the field writes it: {@code L1D2} is the second dimension of the deepest layer, the
 * one of 4x4 maps.
 *
 * @param layer the layer, from 1 for the deepest
 * @param index the dimension within it, from 1, in the order of the columns of U
 */
public record EigenDimension(int layer, int index) implements Comparable<EigenDimension> {

    private static final Pattern TEXT = Pattern.compile("L(\\d{1,3})D(\\d{1,4})");

    /**
     * Validates the numbers.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public EigenDimension {
        if (layer < 1 || index < 1) {
            throw new IllegalArgumentException(
                    "layers and dimensions count from 1, got layer " + layer + " and dimension " + index);
        }
    }

    /**
     * Reads a dimension.
     *
     * @param text such as {@code L1D2}
     * @return the dimension
     * @throws IllegalArgumentException if the text is none
     */
    public static EigenDimension parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a dimension is written like L1D2, got '" + text + "'");
        }
        return new EigenDimension(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(EigenDimension other) {
        int layers = Integer.compare(layer, other.layer);
        return layers != 0 ? layers : Integer.compare(index, other.index);
    }

    /** {@return the usual text, such as {@code L1D2}} */
    @Override
    public String toString() {
        return "L" + layer + "D" + index;
    }
}
