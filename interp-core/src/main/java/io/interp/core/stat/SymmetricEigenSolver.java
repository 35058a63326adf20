package io.interp.core.stat;

/** Finds the eigenvalues and eigenvectors of a real symmetric matrix in double. */
@FunctionalInterface
public interface SymmetricEigenSolver {

    /**
     * Decomposes a matrix.
     *
     * @param matrix row-major {@code [n, n]}, exactly symmetric; unchanged
     * @param n the number of rows
     * @return all n eigenvalues, in any order, with orthonormal eigenvectors
     * @throws IllegalArgumentException if an entry is not finite
     */
    SymmetricEigen solve(double[] matrix, int n);

    /**
     * {@return the portable solver, in plain Java}
     *
     * <p>Its time grows with n cubed; for features of many hundred dimensions pass a solver that uses the engine.
     */
    static SymmetricEigenSolver portable() {
        return new HouseholderEigenSolver();
    }
}
