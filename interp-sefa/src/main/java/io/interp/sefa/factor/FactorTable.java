package io.interp.sefa.factor;

import java.util.Arrays;

/** Codes and true factors of the same samples, checked: what both metrics start from. */
final class FactorTable {

    private FactorTable() {}

    /** Checks that both are of the same samples, at least 10, finite, and that every factor varies. */
    static void check(double[][] codes, double[][] factors) {
        if (codes.length != factors.length || codes.length < 10) {
            throw new IllegalArgumentException("codes and factors must be of the same 10 samples or more, got "
                    + codes.length + " and " + factors.length);
        }
        check("codes", codes);
        check("factors", factors);
        for (int f = 0; f < factors[0].length; f++) {
            double first = factors[0][f];
            int column = f;
            if (Arrays.stream(factors).allMatch(row -> row[column] == first)) {
                throw new IllegalArgumentException(
                        "factor " + f + " is " + first + " in all samples; leave out factors that do not vary");
            }
        }
    }

    private static void check(String what, double[][] rows) {
        int columns = rows[0].length;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns || columns == 0) {
                throw new IllegalArgumentException("all rows of " + what + " must have the same number of columns, 1 or"
                        + " more; row " + i + " has " + rows[i].length + ", the first " + columns);
            }
            if (!Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("row " + i + " of " + what + " is not finite");
            }
        }
    }

    static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }
}
