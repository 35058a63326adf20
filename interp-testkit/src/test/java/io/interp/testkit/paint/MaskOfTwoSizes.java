package io.interp.testkit.paint;

import java.util.HashMap;
import java.util.Map;

/** The mask of one painting at two sizes. */
public final class MaskOfTwoSizes {

    private MaskOfTwoSizes() {}

    /**
     * The share of a coarse mask's pixels that have the class most of the finer mask's pixels have there; of equally many, the
     * one of the larger index.
     *
     * @param coarse {@code [S * S]} class indices
     * @param fine {@code [4 S * 4 S]} class indices
     */
    public static double agreement(byte[] coarse, byte[] fine) {
        int size = (int) Math.sqrt(coarse.length);
        int same = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                same += coarse[y * size + x] == most(fine, 4 * size, 4 * y, 4 * x) ? 1 : 0;
            }
        }
        return same / (double) coarse.length;
    }

    private static int most(byte[] fine, int width, int top, int left) {
        Map<Integer, Integer> votes = new HashMap<>();
        for (int i = 0; i < 16; i++) {
            votes.merge((int) fine[(top + i / 4) * width + left + i % 4], 1, Integer::sum);
        }
        return votes.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }
}
