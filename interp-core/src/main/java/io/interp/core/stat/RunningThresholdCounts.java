package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import io.interp.core.io.HostArray;
import io.interp.core.tensor.Draws;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Exact joint counts of units and classes at one threshold a pair, and how far they would vary if other images had been
 * drawn: a Poisson bootstrap over images.
 *
 * <p>In repeat b every image counts as often as a Poisson number of mean 1 says that is drawn from the seed, b and the
 * image's index. So repeats are accumulated while images stream by, in whole numbers, and neither batches nor the order of
 * merging change them. Positions of one image are not independent, which is why images are drawn and not positions. Memory
 * is {@code 16 B U K} bytes for B repeats.
 *
 * <h2>Reference</h2>
 * Oza and Russell, Online Bagging and Boosting, AISTATS 2001 (Poisson weights in place of resampling); Chamandy et al.,
 * Estimating Uncertainty for Massive Data Streams, Google 2012.
 */
public final class RunningThresholdCounts implements MergeableStat<RunningThresholdCounts> {

    private static final int MOST_REPEATED = 1 << 27;

    private final float[][] thresholds;
    private final int units;
    private final int classes;
    private final int repeats;
    private final long seed;
    // Row-major [U, K].
    private long[] intersections;
    private long[] unitAreas;
    private long[] classAreas;
    // [U][B * K]
    private long[][] repeatedIntersections;
    private long[][] repeatedUnions;
    private long images;
    private long count;

    /**
     * Starts empty.
     *
     * @param thresholds {@code [U][K]} what a unit must exceed to be on for a class
     * @param repeats the number of bootstrap repeats B, 0 for none
     * @param seed names the bootstrap's draws
     * @throws IllegalArgumentException if thresholds are not finite or differ in number, or the repeats would need more
     *     than 2 GiB
     */
    public RunningThresholdCounts(float[][] thresholds, int repeats, long seed) {
        this.units = StatOptions.positive("units", thresholds.length);
        this.classes = StatOptions.positive("classes", thresholds[0].length);
        this.thresholds = StatOptions.finite("thresholds", thresholds);
        if (repeats < 0 || (long) repeats * units * classes > MOST_REPEATED) {
            throw new IllegalArgumentException(repeats + " bootstrap repeats of " + units + " units and " + classes
                    + " classes need more memory than 2 GiB or are negative; ask for 0 to "
                    + MOST_REPEATED / units / classes);
        }
        this.repeats = repeats;
        this.seed = seed;
        intersections = new long[Math.multiplyExact(units, classes)];
        unitAreas = new long[units * classes];
        classAreas = new long[classes];
        repeatedIntersections = new long[units][repeats * classes];
        repeatedUnions = new long[units][repeats * classes];
    }

    /**
     * Adds a batch. Nothing of it is changed, closed or kept; no engine memory is held after the call.
     *
     * @param values {@code [N, U, H, W]} or any other positions
     * @param labels {@code [N, M, H, W]} whole numbers from 0 to K - 1 of the same images and positions: M classes at
     *     every position; the counts of a class that is twice at one mean nothing
     * @param first the index of the first image, 0 or more, which names its draws
     * @throws IllegalArgumentException if shapes do not fit, a value is NaN or infinite, or a label is out of range; the
     *     counts then stay as they were
     */
    public void add(NDArray values, NDArray labels, long first) {
        long[] next = {first};
        LabelledPieces.forEach(values, labels, units, classes, piece -> {
            long[][] areas = classAreas(piece);
            int[][] weights = weights(next[0], piece.images());
            IntStream.range(0, units).parallel().forEach(u -> addUnit(u, piece, areas, weights));
            for (long[] area : areas) {
                Arrays.setAll(classAreas, k -> classAreas[k] + area[k]);
            }
            next[0] += piece.images();
            images += piece.images();
            count += (long) piece.images() * piece.positions();
        });
    }

    private long[][] classAreas(LabelledPieces piece) {
        int row = piece.channels() * piece.positions();
        long[][] areas = new long[piece.images()][classes];
        for (int i = 0; i < piece.labels().length; i++) {
            areas[i / row][piece.labels()[i]]++;
        }
        return areas;
    }

    private int[][] weights(long first, int length) {
        int[][] weights = new int[length][repeats];
        for (int image = 0; image < length && repeats > 0; image++) {
            RandomGenerator random = Draws.stream(seed, first + image);
            Arrays.setAll(weights[image], b -> poisson(random.nextDouble()));
        }
        return weights;
    }

    /** The Poisson number of mean 1 at a point of its distribution function. */
    private static int poisson(double uniform) {
        double mass = Math.exp(-1);
        double below = mass;
        int k = 0;
        while (uniform >= below && k < 20) {
            k++;
            mass /= k;
            below += mass;
        }
        return k;
    }

    private void addUnit(int unit, LabelledPieces piece, long[][] areas, int[][] weights) {
        float[] own = thresholds[unit];
        float[] sorted = own.clone();
        Arrays.sort(sorted);
        LevelSearch search = new LevelSearch(sorted);
        int[] rank = Arrays.stream(IntStream.range(0, classes).toArray())
                .map(k -> Arrays.binarySearch(sorted, own[k]))
                .toArray();
        int positions = piece.positions();
        for (int image = 0; image < piece.images(); image++) {
            int row = (image * units + unit) * positions;
            int labelRow = image * piece.channels() * positions;
            long[] below = new long[classes + 1];
            long[] both = new long[classes];
            for (int p = 0; p < positions; p++) {
                float value = piece.values()[row + p];
                below[search.below(value)]++;
                for (int m = 0; m < piece.channels(); m++) {
                    int label = piece.labels()[labelRow + m * positions + p];
                    both[label] += value > own[label] ? 1 : 0;
                }
            }
            tally(unit, above(below, rank), both, areas[image], weights[image]);
        }
    }

    /** How often the value was above each class's threshold: it is where more levels than the threshold's rank lie below. */
    private long[] above(long[] below, int[] rank) {
        long[] suffix = new long[classes + 1];
        for (int i = classes - 1; i >= 0; i--) {
            suffix[i] = suffix[i + 1] + below[i + 1];
        }
        return Arrays.stream(rank).mapToLong(r -> suffix[r]).toArray();
    }

    private void tally(int unit, long[] on, long[] both, long[] area, int[] weights) {
        for (int k = 0; k < classes; k++) {
            intersections[unit * classes + k] += both[k];
            unitAreas[unit * classes + k] += on[k];
        }
        for (int b = 0; b < repeats; b++) {
            if (weights[b] > 0) {
                for (int k = 0; k < classes; k++) {
                    repeatedIntersections[unit][b * classes + k] += weights[b] * both[k];
                    repeatedUnions[unit][b * classes + k] += weights[b] * (on[k] + area[k] - both[k]);
                }
            }
        }
    }

    @Override
    public void merge(RunningThresholdCounts other) {
        StatOptions.requireOther(this, other);
        StatOptions.requireSame("repeats", repeats, other.repeats);
        StatOptions.requireSame("seed", seed, other.seed);
        if (!Arrays.deepEquals(thresholds, other.thresholds)) {
            throw new IllegalArgumentException("statistics to merge must have the same thresholds");
        }
        Arrays.setAll(intersections, i -> intersections[i] + other.intersections[i]);
        Arrays.setAll(unitAreas, i -> unitAreas[i] + other.unitAreas[i]);
        Arrays.setAll(classAreas, i -> classAreas[i] + other.classAreas[i]);
        for (int u = 0; u < units; u++) {
            long[] mine = repeatedIntersections[u];
            long[] theirs = other.repeatedIntersections[u];
            Arrays.setAll(mine, i -> mine[i] + theirs[i]);
            long[] mineUnions = repeatedUnions[u];
            long[] theirUnions = other.repeatedUnions[u];
            Arrays.setAll(mineUnions, i -> mineUnions[i] + theirUnions[i]);
        }
        images += other.images;
        count += other.count;
    }

    /** {@return how many positions were seen, over all images} */
    @Override
    public long count() {
        return count;
    }

    /** {@return how many images were seen} */
    public long images() {
        return images;
    }

    /** {@return at how many positions unit and class were both on, row-major {@code [U, K]}} */
    public long[] intersections() {
        return intersections.clone();
    }

    /** {@return at how many positions the unit was above its threshold for the class, row-major {@code [U, K]}} */
    public long[] unitAreas() {
        return unitAreas.clone();
    }

    /** {@return at how many positions each class was, {@code [K]}} */
    public long[] classAreas() {
        return classAreas.clone();
    }

    /**
     * The intersection over union of a pair in every repeat.
     *
     * @param unit the unit, from 0
     * @param classNumber the class, from 0
     * @return {@code [B]} in [0, 1], rising; 0 where neither was on
     * @throws IndexOutOfBoundsException if there is no such unit or class
     */
    public double[] repeatedIou(int unit, int classNumber) {
        Objects.checkIndex(unit, units);
        Objects.checkIndex(classNumber, classes);
        double[] iou = new double[repeats];
        for (int b = 0; b < repeats; b++) {
            long union = repeatedUnions[unit][b * classes + classNumber];
            iou[b] = union == 0 ? 0 : (double) repeatedIntersections[unit][b * classes + classNumber] / union;
        }
        Arrays.sort(iou);
        return iou;
    }

    @Override
    public Map<String, HostArray> state() {
        return Map.of(
                "count", HostArray.of(new long[] {count}),
                "images", HostArray.of(new long[] {images}),
                "seed", HostArray.of(new long[] {seed}),
                "thresholds", HostArray.of(StatOptions.flat(thresholds), units, classes),
                "intersections", HostArray.of(intersections, units, classes),
                "unitAreas", HostArray.of(unitAreas, units, classes),
                "classAreas", HostArray.of(classAreas, classes),
                "repeatedIntersections", HostArray.of(StatOptions.flat(repeatedIntersections), units, repeats, classes),
                "repeatedUnions", HostArray.of(StatOptions.flat(repeatedUnions), units, repeats, classes));
    }

    @Override
    public void restore(Map<String, HostArray> state) {
        SavedState saved = new SavedState(state);
        saved.requireOption("seed", seed);
        if (!Arrays.equals(saved.floats("thresholds", units, classes), StatOptions.flat(thresholds))) {
            throw new IllegalArgumentException(
                    "saved state has other thresholds; restore into one with the same thresholds");
        }
        long savedCount = saved.count("count");
        long savedImages = saved.count("images");
        long[] savedIntersections = saved.longs("intersections", units, classes);
        long[] savedUnitAreas = saved.longs("unitAreas", units, classes);
        long[] savedClassAreas = saved.longs("classAreas", classes);
        long[] savedBoth = saved.longs("repeatedIntersections", units, repeats, classes);
        long[] savedUnions = saved.longs("repeatedUnions", units, repeats, classes);
        repeatedUnions = StatOptions.rows(savedUnions, units);
        repeatedIntersections = StatOptions.rows(savedBoth, units);
        classAreas = savedClassAreas;
        unitAreas = savedUnitAreas;
        intersections = savedIntersections;
        images = savedImages;
        count = savedCount;
    }
}
