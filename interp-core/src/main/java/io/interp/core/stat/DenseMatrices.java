package io.interp.core.stat;

import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/** Row-major square matrices as commons-math3 matrices and back. */
final class DenseMatrices {

    private DenseMatrices() {}

    static RealMatrix of(double[] rowMajor, int n) {
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rowMajor, i * n, rows[i], 0, n);
        }
        return new BlockRealMatrix(rows);
    }

    static double[] flat(RealMatrix matrix) {
        int n = matrix.getRowDimension();
        double[] out = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix.getRow(i), 0, out, i * n, n);
        }
        return out;
    }
}
