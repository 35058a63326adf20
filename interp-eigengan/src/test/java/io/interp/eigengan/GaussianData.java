package io.interp.eigengan;

import io.interp.core.data.ImageSource;
import io.interp.core.tensor.Draws;
import io.interp.eigengan.train.SmallImages;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;

/** Gaussian vectors of known spectrum along random axes, and what commons-math finds in them. */
final class GaussianData {

    private final double[][] rows;
    private final double[] mean;
    private final RealMatrix covariance;

    private GaussianData(double[][] rows, double[] mean, RealMatrix covariance) {
        this.rows = rows;
        this.mean = mean;
        this.covariance = covariance;
    }

    double[][] rows() {
        return rows;
    }

    double[] mean() {
        return mean;
    }

    RealMatrix covariance() {
        return covariance;
    }

    static GaussianData draw(long seed, int count, double[] spectrum, double noise, int features) {
        RandomGenerator random = Draws.stream(seed, 77);
        RealMatrix drawn = new Array2DRowRealMatrix(features, features);
        for (int i = 0; i < features * features; i++) {
            drawn.setEntry(i / features, i % features, random.nextGaussian());
        }
        RealMatrix axes = new QRDecomposition(drawn).getQ();
        double[] center = random.doubles(features, -1, 1).toArray();
        double[][] rows = new double[count][];
        double[] mean = new double[features];
        for (int i = 0; i < count; i++) {
            double[] along = new double[features];
            for (int j = 0; j < features; j++) {
                double variance = noise + (j < spectrum.length ? spectrum[j] : 0);
                along[j] = Math.sqrt(variance) * random.nextGaussian();
            }
            rows[i] = axes.operate(along);
            for (int j = 0; j < features; j++) {
                rows[i][j] = (float) (rows[i][j] + center[j]);
                mean[j] += rows[i][j] / count;
            }
        }
        return new GaussianData(rows, mean, new Covariance(rows, false).getCovarianceMatrix());
    }

    ImageSource images() {
        return new SmallImages(rows.length, 1, 1, mean.length, i -> {
            float[] values = new float[mean.length];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) rows[i][j];
            }
            return values;
        });
    }

    /** The leading eigenvectors in rows, the longest first, by commons-math. */
    double[][] components(int count) {
        EigenDecomposition eigen = new EigenDecomposition(covariance);
        double[] values = eigen.getRealEigenvalues();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[][] components = new double[count][];
        for (int j = 0; j < count; j++) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == sorted[values.length - 1 - j]) {
                    components[j] = eigen.getEigenvector(i).toArray();
                }
            }
        }
        return components;
    }

    /** The cosine of the angle between two directions. */
    static double cosine(double[] a, double[] b) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            first += a[i] * a[i];
            second += b[i] * b[i];
        }
        return Math.abs(product) / Math.sqrt(first * second);
    }

    /** The cosine of the largest principal angle between what two sets of orthonormal rows span. */
    static double worstPrincipalCosine(double[][] a, double[][] b) {
        RealMatrix product = new Array2DRowRealMatrix(a).multiply(new Array2DRowRealMatrix(b).transpose());
        double[] cosines = new SingularValueDecomposition(product).getSingularValues();
        return cosines[cosines.length - 1];
    }
}
