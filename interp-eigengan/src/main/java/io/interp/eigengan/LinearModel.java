package io.interp.eigengan;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The distribution of the linear EigenGAN, x = U L z + mu + sigma eps with normal z and eps: a normal one of covariance
 * C = U L^2 U' + sigma^2 I. In double; immutable.
 *
 * <p>Of all such models the one of the highest likelihood is known in closed form: mu is the mean of the data, the columns
 * of U the leading eigenvectors of their covariance S (divided by n), sigma^2 the mean of the other eigenvalues and L^2
 * the leading ones less sigma^2. So the linear EigenGAN finds principal components. Signs of columns and of L, and the
 * order of columns, are free; where eigenvalues are equal, so is the basis of what they span.
 *
 * <h2>Reference</h2>
 *
 * He, Kan and Shan, "EigenGAN: Layer-Wise Eigen-Learning for GANs", ICCV 2021, appendix A; Tipping and Bishop,
 * "Probabilistic Principal Component Analysis", 1999.
 */
public final class LinearModel {

    private final double[] mean;
    private final double[][] columns;
    private final double[] scales;
    private final double variance;

    /**
     * Creates a model.
     *
     * @param mean mu, {@code [d]}
     * @param columns the columns of U, {@code [q][d]}
     * @param scales L, {@code [q]}
     * @param variance sigma^2, positive
     * @throws IllegalArgumentException if the sizes do not fit or the variance is not positive
     */
    public LinearModel(double[] mean, double[][] columns, double[] scales, double variance) {
        boolean fits = columns.length == scales.length && Arrays.stream(columns).allMatch(c -> c.length == mean.length);
        if (!fits || columns.length >= mean.length || !(variance > 0)) {
            throw new IllegalArgumentException("a linear model needs fewer dimensions than features, a column and a"
                    + " length for each, and a positive variance; got " + mean.length + " features, " + columns.length
                    + " columns, " + scales.length + " lengths and variance " + variance);
        }
        this.mean = mean.clone();
        this.columns = Arrays.stream(columns).map(double[]::clone).toArray(double[][]::new);
        this.scales = scales.clone();
        this.variance = variance;
    }

    /**
     * Finds the model of the highest likelihood.
     *
     * @param mean the mean of the data, {@code [d]}
     * @param covariance their covariance, divided by the number of data, {@code [d][d]}
     * @param dimensions the number q of dimensions, below d
     * @return the model, the longest dimension first
     * @throws IllegalArgumentException if the last of the leading eigenvalues is not above the mean of the others
     */
    public static LinearModel mostLikely(double[] mean, double[][] covariance, int dimensions) {
        int d = mean.length;
        if (dimensions < 1 || dimensions >= d || covariance.length != d) {
            throw new IllegalArgumentException("the data have " + d + " features and a covariance of "
                    + covariance.length + " rows; the number of dimensions must be from 1 to " + (d - 1) + ", got "
                    + dimensions);
        }
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance));
        int[] order = IntStream.range(0, d)
                .boxed()
                .sorted((a, b) -> Double.compare(eigen.getRealEigenvalue(b), eigen.getRealEigenvalue(a)))
                .mapToInt(Integer::intValue)
                .toArray();
        double variance = IntStream.range(dimensions, d)
                .mapToDouble(i -> eigen.getRealEigenvalue(order[i]))
                .average()
                .orElseThrow();
        if (!(eigen.getRealEigenvalue(order[dimensions - 1]) > variance)) {
            throw new IllegalArgumentException("the data vary no more along component " + dimensions
                    + " than along those left out; ask for fewer dimensions");
        }
        double[][] columns = new double[dimensions][];
        double[] scales = new double[dimensions];
        for (int j = 0; j < dimensions; j++) {
            columns[j] = eigen.getEigenvector(order[j]).toArray();
            scales[j] = Math.sqrt(eigen.getRealEigenvalue(order[j]) - variance);
        }
        return new LinearModel(mean, columns, scales, variance);
    }

    /** {@return a copy of mu, {@code [d]}} */
    public double[] mean() {
        return mean.clone();
    }

    /** {@return a copy of the columns of U, {@code [q][d]}} */
    public double[][] columns() {
        return Arrays.stream(columns).map(double[]::clone).toArray(double[][]::new);
    }

    /** {@return a copy of L, {@code [q]}; signs are free} */
    public double[] scales() {
        return scales.clone();
    }

    /** {@return sigma^2} */
    public double variance() {
        return variance;
    }

    /** {@return the same model with the longest dimension first} */
    public LinearModel sorted() {
        int[] order = IntStream.range(0, scales.length)
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(scales[b]), Math.abs(scales[a])))
                .mapToInt(Integer::intValue)
                .toArray();
        return new LinearModel(
                mean,
                Arrays.stream(order).mapToObj(i -> columns[i]).toArray(double[][]::new),
                Arrays.stream(order).mapToDouble(i -> scales[i]).toArray(),
                variance);
    }

    /** {@return the covariance C of what the model generates, {@code [d][d]}} */
    public double[][] covariance() {
        RealMatrix basis = new Array2DRowRealMatrix(columns).transpose(); // [d, q]
        double[] squares = Arrays.stream(scales).map(l -> l * l).toArray();
        return basis.multiply(MatrixUtils.createRealDiagonalMatrix(squares))
                .multiply(basis.transpose())
                .add(MatrixUtils.createRealIdentityMatrix(mean.length).scalarMultiply(variance))
                .getData();
    }

    /**
     * Computes the mean log-likelihood of data of a mean and covariance.
     *
     * @param dataMean their mean, {@code [d]}
     * @param dataCovariance their covariance, divided by their number, {@code [d][d]}
     * @return log-likelihood a datum, in nats
     */
    public double logLikelihood(double[] dataMean, double[][] dataCovariance) {
        LUDecomposition model = new LUDecomposition(new Array2DRowRealMatrix(covariance()));
        RealMatrix inverse = model.getSolver().getInverse();
        double[] offset = IntStream.range(0, mean.length)
                .mapToDouble(i -> dataMean[i] - mean[i])
                .toArray();
        RealMatrix column = new Array2DRowRealMatrix(offset);
        double distance = inverse.multiply(
                        new Array2DRowRealMatrix(dataCovariance).add(column.multiply(column.transpose())))
                .getTrace();
        return -0.5 * (mean.length * Math.log(2 * Math.PI) + Math.log(model.getDeterminant()) + distance);
    }
}
