package io.interp.sefa;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * The angles between two subspaces: how far the directions of two methods, or of two runs, agree whatever the signs and
 * the order, and whatever the basis inside a group of equal eigenvalues.
 *
 * <h2>Reference</h2>
 * Bjorck and Golub, "Numerical methods for computing angles between linear subspaces", 1973: small angles from sines,
 * large ones from cosines, so that both are exact to rounding.
 */
public final class PrincipalAngles {

    private PrincipalAngles() {}

    /**
     * Measures the angles.
     *
     * @param first rows that span a subspace, independent, {@code [K1, d]}
     * @param second rows that span another, independent, {@code [K2, d]}
     * @return min(K1, K2) angles in radians from 0 to pi/2, in rising order
     * @throws IllegalArgumentException if one is empty, rows have different lengths, or there are more rows than columns
     */
    public static double[] between(double[][] first, double[][] second) {
        RealMatrix a = basis(first);
        RealMatrix b = basis(second);
        if (a.getRowDimension() != b.getRowDimension()) {
            throw new IllegalArgumentException("subspaces must lie in one space, got vectors of " + a.getRowDimension()
                    + " and of " + b.getRowDimension() + " coordinates");
        }
        if (a.getColumnDimension() > b.getColumnDimension()) {
            RealMatrix larger = a;
            a = b;
            b = larger;
        }
        RealMatrix common = b.transpose().multiply(a); // [K2, K1]
        double[] cosines = new SingularValueDecomposition(common).getSingularValues(); // falling
        double[] sines = new SingularValueDecomposition(a.subtract(b.multiply(common))).getSingularValues();
        Arrays.sort(sines);
        double[] angles = new double[cosines.length];
        for (int i = 0; i < angles.length; i++) {
            angles[i] = cosines[i] * cosines[i] > 0.5
                    ? Math.asin(Math.min(1, sines[i]))
                    : Math.acos(Math.min(1, cosines[i]));
        }
        return angles;
    }

    /** An orthonormal basis in the columns of {@code [d, K]}. */
    private static RealMatrix basis(double[][] rows) {
        if (rows.length == 0 || rows.length > rows[0].length) {
            throw new IllegalArgumentException(
                    "a subspace needs at least one row and no more rows than columns, got " + rows.length + " rows");
        }
        RealMatrix columns = new Array2DRowRealMatrix(rows, true).transpose();
        return new QRDecomposition(columns).getQ().getSubMatrix(0, rows[0].length - 1, 0, rows.length - 1);
    }
}
