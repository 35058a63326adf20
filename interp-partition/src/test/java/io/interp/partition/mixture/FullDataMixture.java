package io.interp.partition.mixture;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.descriptive.moment.Mean;

/** Expectation-maximization over every value of every map, written without sufficient statistics: the reference. */
final class FullDataMixture {

    final double[][][] maps; // [M][N][K]
    final double[] weights;
    final double[][] centers;
    final double[] variances;
    final double[][] posteriors; // [M][C]
    double logLikelihood;

    FullDataMixture(double[][][] maps, FilterMixture start) {
        this.maps = maps;
        int groups = start.groups();
        weights = new double[groups];
        variances = new double[groups];
        centers = new double[groups][];
        posteriors = new double[maps.length][groups];
        for (int c = 0; c < groups; c++) {
            weights[c] = start.weight(c);
            variances[c] = start.variance(c);
            centers[c] = start.center(c);
        }
        expect();
    }

    /** The maps with each filter divided by its root mean square. */
    static double[][][] normalised(double[][][] maps) {
        double[][][] scaled = new double[maps.length][maps[0].length][maps[0][0].length];
        for (int j = 0; j < maps.length; j++) {
            double sum = 0;
            for (double[] map : maps[j]) {
                for (double v : map) {
                    sum += v * v;
                }
            }
            double rms = Math.sqrt(sum / (maps[j].length * maps[j][0].length));
            for (int i = 0; i < maps[j].length; i++) {
                for (int k = 0; k < maps[j][i].length; k++) {
                    scaled[j][i][k] = maps[j][i][k] / rms;
                }
            }
        }
        return scaled;
    }

    void iterate(double smoothing) {
        int groups = weights.length;
        int positions = centers[0].length;
        for (int c = 0; c < groups; c++) {
            double mass = 0;
            for (double[] p : posteriors) {
                mass += p[c];
            }
            weights[c] = (mass + smoothing) / (maps.length + smoothing * groups);
            for (int k = 0; k < positions; k++) {
                double sum = 0;
                for (int j = 0; j < maps.length; j++) {
                    double[] values = new double[maps[j].length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = maps[j][i][k];
                    }
                    sum += posteriors[j][c] * new Mean().evaluate(values);
                }
                centers[c][k] = sum / mass;
            }
            double spread = 0;
            for (int j = 0; j < maps.length; j++) {
                for (double[] map : maps[j]) {
                    for (int k = 0; k < positions; k++) {
                        spread += posteriors[j][c] * Math.pow(map[k] - centers[c][k], 2);
                    }
                }
            }
            variances[c] = spread / (mass * maps[0].length * positions);
        }
        expect();
    }

    private void expect() {
        logLikelihood = 0;
        for (int j = 0; j < maps.length; j++) {
            double[] log = new double[weights.length];
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < log.length; c++) {
                log[c] = Math.log(weights[c]);
                for (int k = 0; k < centers[c].length; k++) {
                    NormalDistribution density = new NormalDistribution(null, centers[c][k], Math.sqrt(variances[c]));
                    for (double[] map : maps[j]) {
                        log[c] += density.logDensity(map[k]);
                    }
                }
                largest = Math.max(largest, log[c]);
            }
            double sum = 0;
            for (double l : log) {
                sum += Math.exp(l - largest);
            }
            for (int c = 0; c < log.length; c++) {
                posteriors[j][c] = Math.exp(log[c] - largest) / sum;
            }
            logLikelihood += largest + Math.log(sum);
        }
    }
}
