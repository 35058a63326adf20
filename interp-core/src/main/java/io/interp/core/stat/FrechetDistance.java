package io.interp.core.stat;

import java.util.Objects;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The squared Fréchet (2-Wasserstein) distance between two Gaussians:
 * {@code ||m1 - m2||^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2))}.
 *
 * <p>On features of images from an {@link Embedder} this is the form of the Fréchet Inception Distance; it is
 * comparable with published figures only if the embedder is their Inception network. All in double. Covariances may be
 * rank deficient (fewer samples than dimensions): no inverse is taken, and no small multiple of the identity is added.
 *
 * <p>The trace of the square root is the sum of the square roots of the eigenvalues of the symmetric matrix
 * {@code L^(1/2) V' S2 V L^(1/2)}, with {@code S1 = V L V'}, which has the eigenvalues of {@code S1 S2}. Eigenvalues
 * that rounding made negative count as zero, and so does a negative total.
 *
 * <h2>Reference</h2>
 * Dowson and Landau, The Fréchet distance between multivariate normal distributions, 1982; Heusel et al., GANs Trained
 * by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium, 2017, equation 6.
 */
public final class FrechetDistance {

    private final SymmetricEigenSolver solver;

    /** Uses {@link SymmetricEigenSolver#portable()}. */
    public FrechetDistance() {
        this(SymmetricEigenSolver.portable());
    }

    /**
     * Uses a given eigenvalue solver.
     *
     * @param solver called twice for each distance
     */
    public FrechetDistance(SymmetricEigenSolver solver) {
        this.solver = Objects.requireNonNull(solver, "solver");
    }

    /**
     * The distance between two sets of features, each taken as a Gaussian.
     *
     * @param first at least two samples
     * @param second at least two samples of the same dimension
     * @return the squared distance, 0 or more
     * @throws IllegalArgumentException if the dimensions differ
     * @throws IllegalStateException if there are fewer than two samples
     */
    public double between(RunningCovariance first, RunningCovariance second) {
        return between(first.mean(), first.covariance(), second.mean(), second.covariance());
    }

    /**
     * The distance between two Gaussians.
     *
     * @param mean1 {@code [D]}
     * @param covariance1 row-major {@code [D, D]}, symmetric and positive semidefinite
     * @param mean2 {@code [D]}
     * @param covariance2 row-major {@code [D, D]}, symmetric and positive semidefinite
     * @return the squared distance, 0 or more
     * @throws IllegalArgumentException if the sizes differ
     */
    public double between(double[] mean1, double[] covariance1, double[] mean2, double[] covariance2) {
        int n = mean1.length;
        if (mean2.length != n || covariance1.length != (long) n * n || covariance2.length != (long) n * n) {
            throw new IllegalArgumentException("Gaussians must have means of one size D and covariances of D * D, got "
                    + n + " and " + covariance1.length + ", " + mean2.length + " and " + covariance2.length);
        }
        double distance = 0;
        for (int i = 0; i < n; i++) {
            double delta = mean1[i] - mean2[i];
            distance += delta * delta + covariance1[i * n + i] + covariance2[i * n + i];
        }
        return Math.max(0, distance - 2 * traceOfRoot(covariance1, covariance2, n));
    }

    private double traceOfRoot(double[] covariance1, double[] covariance2, int n) {
        SymmetricEigen first = solver.solve(covariance1, n);
        RealMatrix vectors = DenseMatrices.of(first.vectors(), n);
        double[] roots = first.values();
        for (int i = 0; i < n; i++) {
            roots[i] = Math.sqrt(Math.max(0, roots[i]));
        }
        RealMatrix rotated =
                vectors.transpose().multiply(DenseMatrices.of(covariance2, n)).multiply(vectors);
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                // Rounding leaves the rotated matrix slightly asymmetric; solvers want it exact.
                double mean = (rotated.getEntry(i, j) + rotated.getEntry(j, i)) / 2;
                product[i * n + j] = roots[i] * roots[j] * mean;
                product[j * n + i] = product[i * n + j];
            }
        }
        double trace = 0;
        for (double value : solver.solve(product, n).values()) {
            trace += Math.sqrt(Math.max(0, value));
        }
        return trace;
    }
}
