package io.interp.partition.energy;

/** The energy by loops over images, filters, groups and positions, in double, straight from its definition. */
final class NaiveEnergy {

    private final int[] groups;
    private final int count;
    private final double[] w; // [K, M, C]
    private final double[][][] f; // [B][M][K], scaled, inactive filters zero

    NaiveEnergy(double[] maps, int batch, int[] groups, int count, double[] w, EnergyFeatures features, double[] rms) {
        this.groups = groups;
        this.count = count;
        this.w = w;
        int filters = groups.length;
        int positions = maps.length / batch / filters;
        f = new double[batch][filters][positions];
        for (int b = 0; b < batch; b++) {
            for (int j = 0; j < filters; j++) {
                for (int k = 0; k < positions; k++) {
                    f[b][j][k] = groups[j] < 0 ? 0 : maps[(b * filters + j) * positions + k];
                }
            }
        }
        if (features == EnergyFeatures.FILTER_RMS) {
            scaleFilters(rms);
        } else if (features == EnergyFeatures.LAYER_RMS) {
            scaleImages();
        }
    }

    private void scaleFilters(double[] rms) {
        for (int j = 0; j < groups.length; j++) {
            double square = 0;
            long n = 0;
            for (double[][] image : f) {
                for (double value : image[j]) {
                    square += value * value;
                    n++;
                }
            }
            double divisor = rms == null ? Math.sqrt(square / n) : rms[j];
            for (double[][] image : f) {
                for (int k = 0; k < image[j].length && groups[j] >= 0; k++) {
                    image[j][k] /= divisor;
                }
            }
        }
    }

    private void scaleImages() {
        for (double[][] image : f) {
            double square = 0;
            long n = 0;
            for (int j = 0; j < groups.length; j++) {
                for (int k = 0; k < image[j].length && groups[j] >= 0; k++) {
                    square += image[j][k] * image[j][k];
                    n++;
                }
            }
            for (double[] map : image) {
                for (int k = 0; k < map.length; k++) {
                    map[k] /= Math.sqrt(square / n);
                }
            }
        }
    }

    double of(int b) {
        double g = 0;
        for (int j = 0; j < groups.length; j++) {
            for (int c = 0; c < count; c++) {
                for (int k = 0; k < f[b][j].length; k++) {
                    g += w[(k * groups.length + j) * count + c] * f[b][j][k] * center(b, c, k);
                }
            }
        }
        return g;
    }

    /** The mean over images of the derivative by W at (k, j, c). */
    double interaction(int k, int j, int c) {
        double sum = 0;
        for (int b = 0; b < f.length; b++) {
            sum += f[b][j][k] * center(b, c, k);
        }
        return sum / f.length;
    }

    private double center(int b, int c, int k) {
        double sum = 0;
        int n = 0;
        for (int j = 0; j < groups.length; j++) {
            if (groups[j] == c) {
                sum += f[b][j][k];
                n++;
            }
        }
        return n == 0 ? 0 : sum / n;
    }
}
