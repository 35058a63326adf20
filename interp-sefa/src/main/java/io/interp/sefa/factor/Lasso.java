package io.interp.sefa.factor;

/**
 * Least squares with a penalty on the sum of absolute coefficients, on standardised data, by coordinate descent:
 * {@code b' G b / 2 - c' b + penalty |b|_1} with G the covariance of inputs and c theirs with the target.
 *
 * <p>Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", 2010.
 */
final class Lasso {

    private static final int MOST_SWEEPS = 2000;
    private static final double CHANGE = 1e-8;

    private final double[][] gram;

    Lasso(double[][] gram) {
        this.gram = gram;
    }

    /** Improves coefficients, from a warm start, until a sweep changes none of them by more than 1e-8. */
    void solve(double[] covariance, double penalty, double[] coefficients) {
        int k = coefficients.length;
        double[] product = new double[k]; // G b
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                product[i] += gram[i][j] * coefficients[j];
            }
        }
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double largest = 0;
            for (int j = 0; j < k; j++) {
                if (gram[j][j] > 0) {
                    double target = covariance[j] - product[j] + gram[j][j] * coefficients[j];
                    double shrunk = Math.signum(target) * Math.max(0, Math.abs(target) - penalty);
                    double change = shrunk / gram[j][j] - coefficients[j];
                    if (change != 0) {
                        coefficients[j] += change;
                        for (int i = 0; i < k; i++) {
                            product[i] += gram[i][j] * change;
                        }
                        largest = Math.max(largest, Math.abs(change));
                    }
                }
            }
            if (largest < CHANGE) {
                return;
            }
        }
    }
}
