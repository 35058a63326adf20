package io.interp.core.stat;

/** The eigenvalues and orthonormal eigenvectors of a real symmetric matrix. */
public final class SymmetricEigen {

    private final double[] values;
    private final double[] vectors;

    /**
     * Holds a result.
     *
     * @param values n eigenvalues in any order; copied
     * @param vectors row-major {@code [n, n]}; column i belongs to value i; copied
     * @throws IllegalArgumentException if there are not n times n vector entries
     */
    public SymmetricEigen(double[] values, double[] vectors) {
        if (vectors.length != (long) values.length * values.length) {
            throw new IllegalArgumentException("eigenvectors of " + values.length + " eigenvalues must have "
                    + (long) values.length * values.length + " entries, got " + vectors.length);
        }
        this.values = values.clone();
        this.vectors = vectors.clone();
    }

    /** {@return a copy of the n eigenvalues} */
    public double[] values() {
        return values.clone();
    }

    /** {@return a copy of the eigenvectors, row-major {@code [n, n]}, one in each column} */
    public double[] vectors() {
        return vectors.clone();
    }
}
