package io.interp.partition.mixture;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws the filters that a start begins from: the first at random, each next with a chance that grows with the squared
 * distance of its mean map from the nearest one drawn (Arthur and Vassilvitskii, 2007).
 */
final class KMeansPlusPlus {

    private KMeansPlusPlus() {}

    /** Distinct rows of {@code maps}, at most as many as there are. */
    static int[] draw(CenteredMaps maps, int groups, RandomGenerator random) {
        double[] nearest = new double[maps.size];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        boolean[] taken = new boolean[maps.size];
        int[] seeds = new int[groups];
        for (int c = 0; c < groups; c++) {
            seeds[c] = c == 0 ? random.nextInt(maps.size) : next(nearest, taken, random);
            taken[seeds[c]] = true;
            for (int a = 0; a < maps.size; a++) {
                nearest[a] = Math.min(nearest[a], maps.squaredDistance(a, seeds[c]));
            }
            nearest[seeds[c]] = 0;
        }
        return seeds;
    }

    private static int next(double[] nearest, boolean[] taken, RandomGenerator random) {
        double total = Arrays.stream(nearest).sum();
        double target = random.nextDouble() * total;
        int last = -1;
        for (int a = 0; a < nearest.length; a++) {
            if (!taken[a]) {
                // Where all maps left are copies of drawn ones, the first of them serves.
                if (last < 0 || nearest[a] > 0) {
                    last = a;
                }
                target -= nearest[a];
                if (target < 0) {
                    return a;
                }
            }
        }
        return last;
    }
}
