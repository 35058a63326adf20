package io.interp.partition.mixture;

import java.util.Arrays;
import java.util.Random;

/**
 * Rectified maps of filters whose groups are known: each filter is a spatial blob at its group's place, a little off it,
 * with an amplitude of its own on every image, and a gain drawn from a log-normal distribution.
 */
final class PlantedFilters {

    static final int SIDE = 16;

    final int[] group;
    final double[][][] maps; // [M][N][K]

    PlantedFilters(int filters, int groups, int images, double gainSpread, long seed) {
        Random random = new Random(seed);
        group = new int[filters];
        maps = new double[filters][images][SIDE * SIDE];
        for (int j = 0; j < filters; j++) {
            group[j] = j % groups;
            double angle = 2 * Math.PI * group[j] / groups;
            double y = 7.5 + 5 * Math.sin(angle) + 0.6 * random.nextGaussian();
            double x = 7.5 + 5 * Math.cos(angle) + 0.6 * random.nextGaussian();
            double gain = Math.exp(gainSpread * random.nextGaussian());
            for (int i = 0; i < images; i++) {
                double amplitude = 0.3 + random.nextDouble();
                for (int k = 0; k < SIDE * SIDE; k++) {
                    int row = k / SIDE;
                    double dy = row - y;
                    double dx = k % SIDE - x;
                    double blob = Math.exp(-(dy * dy + dx * dx) / (2 * 2.0 * 2.0));
                    maps[j][i][k] = gain * Math.max(0, amplitude * blob + 0.1 * random.nextGaussian());
                }
            }
        }
    }

    FilterStatistics statistics() {
        return statistics(maps);
    }

    /** Statistics of some of the images only. */
    FilterStatistics statistics(int from, int to) {
        double[][][] part = new double[maps.length][][];
        Arrays.setAll(part, j -> Arrays.copyOfRange(maps[j], from, to));
        return statistics(part);
    }

    /** Statistics of all maps at once, in double precision. */
    static FilterStatistics statistics(double[][][] maps) {
        int images = maps[0].length;
        int positions = maps[0][0].length;
        double[] mean = new double[maps.length * positions];
        double[] square = new double[maps.length];
        for (int j = 0; j < maps.length; j++) {
            for (double[] map : maps[j]) {
                for (int k = 0; k < positions; k++) {
                    mean[j * positions + k] += map[k] / images;
                    square[j] += map[k] * map[k] / images;
                }
            }
        }
        return FilterStatistics.of(maps.length, positions, mean, square, images);
    }
}
