package io.interp.core.stat;

import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** Finds the eigenvalues and eigenvectors of a real symmetric matrix in double. */
@FunctionalInterface
public interface SymmetricEigenSolver {

    /**
     * Decomposes a matrix.
     *
     * @param matrix row-major {@code [n, n]}, exactly symmetric; unchanged
     * @param n the number of rows
     * @return all n eigenvalues, in any order, with orthonormal eigenvectors
     */
    SymmetricEigen solve(double[] matrix, int n);

    /**
     * {@return the portable solver, commons-math3 on the JVM}
     *
     * <p>Its time grows with n cubed; for features of many hundred dimensions pass a solver that uses the engine.
     */
    static SymmetricEigenSolver commonsMath() {
        return (matrix, n) -> {
            RealMatrix input = DenseMatrices.of(matrix, n);
            double scale = input.getNorm();
            if (scale == 0) {
                return new SymmetricEigen(new double[n], DenseMatrices.identity(n));
            }
            // The iteration compares with absolute constants, so it is run at unit scale.
            EigenDecomposition eigen = new EigenDecomposition(input.scalarMultiply(1 / scale));
            double[] values = eigen.getRealEigenvalues();
            for (int i = 0; i < n; i++) {
                values[i] *= scale;
            }
            return new SymmetricEigen(values, DenseMatrices.flat(eigen.getV()));
        };
    }
}
