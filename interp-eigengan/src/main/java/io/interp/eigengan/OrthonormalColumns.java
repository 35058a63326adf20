package io.interp.eigengan;

import java.util.random.RandomGenerator;

/** Random matrices with orthonormal columns. */
final class OrthonormalColumns {

    private OrthonormalColumns() {}

    /**
     * Draws normal columns and makes them orthonormal by Gram-Schmidt, twice, in double: once leaves an error that grows
     * with the condition of what was drawn.
     *
     * @return row-major {@code [rows, columns]}
     */
    static float[] draw(RandomGenerator random, int rows, int columns) {
        double[][] basis = new double[columns][rows];
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                basis[j][i] = random.nextGaussian();
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < j; k++) {
                    subtract(basis[j], basis[k], dot(basis[j], basis[k]));
                }
                double length = Math.sqrt(dot(basis[j], basis[j]));
                for (int i = 0; i < rows; i++) {
                    basis[j][i] /= length;
                }
            }
        }
        float[] flat = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                flat[i * columns + j] = (float) basis[j][i];
            }
        }
        return flat;
    }

    private static void subtract(double[] from, double[] vector, double times) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= times * vector[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
