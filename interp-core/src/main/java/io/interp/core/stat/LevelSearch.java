package io.interp.core.stat;

/**
 * Finds how many of a unit's rising levels lie strictly below a value. A table of even cells between the first and the
 * last level leaves a few comparisons to do; it only chooses where to start, so answers are exact.
 */
final class LevelSearch {

    private static final int CELLS = 1024;

    private final float[] levels;
    private final short[] starts = new short[CELLS];
    private final float low;
    private final float scale;

    LevelSearch(float[] levels) {
        this.levels = levels;
        low = levels[0];
        float range = levels[levels.length - 1] - low;
        scale = range > 0 && Float.isFinite(range) && Float.isFinite(CELLS / range) ? CELLS / range : 0;
        for (int cell = 0, level = 0; cell < CELLS; cell++) {
            while (level < levels.length && cell(levels[level]) < cell) {
                level++;
            }
            starts[cell] = (short) level;
        }
    }

    // Rounding never turns the order of two values around, so a level in an earlier cell is below the value.
    private int cell(float value) {
        return Math.max(0, Math.min(CELLS - 1, (int) ((value - low) * scale)));
    }

    int below(float value) {
        int level = starts[cell(value)];
        while (level < levels.length && levels[level] < value) {
            level++;
        }
        return level;
    }
}
