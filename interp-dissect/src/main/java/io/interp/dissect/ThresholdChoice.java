package io.interp.dissect;

import io.interp.core.stat.RunningLevelCounts;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Chooses thresholds by the information quality ratio, from counts over a grid of levels.
 *
 * <p>The ratio is as high for a unit that is off where the class is, so levels at which unit and class are equal on more
 * than a share of all positions come first; the others compete only if there is none of those.
 */
final class ThresholdChoice {

    private static final double RARE = 1e-3;

    private final RunningLevelCounts counts;
    private final DissectionOptions options;
    private final OptionalInt none;
    private final long[] classAreas;

    ThresholdChoice(RunningLevelCounts counts, DissectionOptions options, OptionalInt none) {
        this.counts = counts;
        this.options = options;
        this.none = none;
        classAreas = IntStream.range(0, counts.classes())
                .mapToLong(counts::classArea)
                .toArray();
    }

    /**
     * A level and how good it is.
     *
     * @param level its index
     * @param agrees whether unit and class are equal on enough positions
     * @param iqr the information quality ratio there
     */
    private record Candidate(int level, boolean agrees, double iqr) {
        boolean beats(Candidate other) {
            return agrees == other.agrees ? iqr > other.iqr : agrees;
        }
    }

    /** {@return thresholds {@code [U][K]}} */
    float[][] thresholds() {
        float[][] thresholds = new float[counts.units()][];
        IntStream.range(0, counts.units()).parallel().forEach(u -> thresholds[u] = ofUnit(u));
        return thresholds;
    }

    private float[] ofUnit(int unit) {
        float[] levels = counts.levels(unit);
        long[] areas = counts.unitAreas(unit);
        Candidate[] best = new Candidate[counts.classes()];
        // None may be at a position several times, so its counts mean nothing, and it needs no threshold.
        Arrays.setAll(
                best,
                k -> isNone(k)
                        ? new Candidate(levels.length - 1, false, -1)
                        : best(levels, areas, counts.intersections(unit, k), classAreas[k]));
        float[] thresholds = new float[counts.classes()];
        if (options.policy().kind() == ThresholdPolicy.Kind.PER_UNIT) {
            Candidate winner = new Candidate(levels.length - 1, false, -1);
            for (int k = 0; k < best.length; k++) {
                if (isScored(k) && best[k].beats(winner)) {
                    winner = best[k];
                }
            }
            Arrays.fill(thresholds, levels[winner.level()]);
        } else {
            for (int k = 0; k < thresholds.length; k++) {
                thresholds[k] = levels[best[k].level()];
            }
        }
        return thresholds;
    }

    private boolean isNone(int k) {
        return none.isPresent() && none.getAsInt() == k;
    }

    private boolean isScored(int k) {
        return !isNone(k) && classAreas[k] >= RARE * counts.count();
    }

    private Candidate best(float[] levels, long[] areas, long[] both, long classArea) {
        boolean positive = options.policy().kind() == ThresholdPolicy.Kind.PER_UNIT;
        Candidate best = new Candidate(levels.length - 1, false, -1);
        for (int i = 0; i < levels.length; i++) {
            if (!positive || levels[i] > 0) {
                Association pair = new Association(both[i], areas[i], classArea, counts.count());
                Candidate candidate = new Candidate(i, pair.agreement() > options.agreement(), pair.iqr());
                best = candidate.beats(best) ? candidate : best;
            }
        }
        return best;
    }
}
