package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.HostArray;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * Exact counts of how often each unit and each class are on together, and each by itself: what intersection over union
 * is made of.
 *
 * <p>Counts are sums over all positions of all images (GAN Dissection, equation 2), not means of per-image ratios. They
 * are taken by one matrix product a piece, in pieces small enough for float32 to count exactly, and summed in long.
 */
public final class RunningJointCounts implements MergeableStat<RunningJointCounts> {

    // Beyond this, float32 no longer holds every whole number.
    private static final long EXACT_POSITIONS = 1L << 24;

    private final int units;
    private final int classes;
    // Row-major [U, C].
    private long[] intersections;
    private long[] unitAreas;
    private long[] classAreas;
    private long count;

    /**
     * Starts empty.
     *
     * @param units the number of units, 1 or more
     * @param classes the number of classes, 1 or more
     */
    public RunningJointCounts(int units, int classes) {
        this.units = StatOptions.positive("units", units);
        this.classes = StatOptions.positive("classes", classes);
        intersections = new long[Math.multiplyExact(units, classes)];
        unitAreas = new long[units];
        classAreas = new long[classes];
    }

    /**
     * Adds a batch. Nothing of it is changed, closed or kept; no engine memory is held after the call.
     *
     * @param unitMasks where each unit is on, {@code [N, U, H, W]} (or {@code [N, U]}, or any other positions), boolean
     *     or 0 and 1 in any type
     * @param classMasks where each class is, {@code [N, C, H, W]} with the same N and positions, boolean or 0 and 1;
     *     classes may overlap
     * @throws IllegalArgumentException if shapes do not fit, an image has more than 2^24 positions, or a mask has a
     *     value other than 0 and 1; the counts then stay as they were
     */
    public void add(NDArray unitMasks, NDArray classMasks) {
        UnitSamples.checkShape("unit masks", unitMasks, units);
        UnitSamples.checkShape("class masks", classMasks, classes);
        Shape unitShape = unitMasks.getShape();
        Shape classShape = classMasks.getShape();
        long images = unitShape.get(0);
        if (images != classShape.get(0) || !unitShape.slice(2).equals(classShape.slice(2))) {
            throw new IllegalArgumentException(
                    "unit and class masks must agree in images and positions, got " + unitShape + " and " + classShape);
        }
        long positions = unitShape.slice(2).size();
        if (positions > EXACT_POSITIONS) {
            throw new IllegalArgumentException(
                    "an image may have at most " + EXACT_POSITIONS + " positions, got " + positions);
        }
        if (images == 0 || positions == 0) {
            return;
        }
        try (NDManager scratch = unitMasks.getManager().newSubManager()) {
            NDArray unitValues = UnitSamples.plain(unitMasks, scratch);
            NDArray classValues = UnitSamples.plain(classMasks, scratch);
            long step = UnitSamples.pieceLength(positions * Math.max(units, classes));
            checkBinary("unit masks", unitMasks, unitValues, step, scratch);
            checkBinary("class masks", classMasks, classValues, step, scratch);
            for (long from = 0; from < images; from += step) {
                try (NDManager piece = scratch.newSubManager()) {
                    addPiece(
                            UnitSamples.slice(unitValues, from, step, piece),
                            UnitSamples.slice(classValues, from, step, piece));
                }
            }
        }
        count += images * positions;
    }

    private void addPiece(NDArray unitPiece, NDArray classPiece) {
        NDArray unitRows = UnitSamples.columns(unitPiece).toType(DataType.FLOAT32, false); // [U, P]
        NDArray classRows = UnitSamples.columns(classPiece).toType(DataType.FLOAT32, false); // [C, P]
        accumulate(intersections, unitRows.matMul(classRows.transpose())); // [U, C]
        accumulate(unitAreas, unitRows.sum(new int[] {1})); // [U]
        accumulate(classAreas, classRows.sum(new int[] {1})); // [C]
    }

    private static void accumulate(long[] totals, NDArray counts) {
        float[] values = counts.toFloatArray();
        for (int i = 0; i < totals.length; i++) {
            totals[i] += (long) values[i];
        }
    }

    private static void checkBinary(String name, NDArray given, NDArray values, long step, NDManager scratch) {
        if (given.getDataType() == DataType.BOOLEAN) {
            return;
        }
        long images = values.getShape().get(0);
        for (long from = 0; from < images; from += step) {
            try (NDManager manager = scratch.newSubManager()) {
                NDArray piece = UnitSamples.slice(values, from, step, manager).toType(DataType.FLOAT64, false);
                // x (x - 1) is zero for 0 and 1 only; NaN stays NaN.
                double worst = piece.mul(piece.sub(1)).abs().max().getDouble();
                if (!(worst == 0)) {
                    throw new IllegalArgumentException(name + " must hold only 0 and 1, got values from "
                            + piece.min().getDouble() + " to " + piece.max().getDouble()
                            + "; compare them with a threshold first");
                }
            }
        }
    }

    @Override
    public void merge(RunningJointCounts other) {
        StatOptions.requireOther(this, other);
        StatOptions.requireSame("units", units, other.units);
        StatOptions.requireSame("classes", classes, other.classes);
        Arrays.setAll(intersections, i -> intersections[i] + other.intersections[i]);
        Arrays.setAll(unitAreas, i -> unitAreas[i] + other.unitAreas[i]);
        Arrays.setAll(classAreas, i -> classAreas[i] + other.classAreas[i]);
        count += other.count;
    }

    /** {@return how many positions were seen, over all images} */
    @Override
    public long count() {
        return count;
    }

    /**
     * {@return at how many positions the unit and the class were both on}
     *
     * @param unit the unit, from 0
     * @param classNumber the class, from 0
     * @throws IndexOutOfBoundsException if there is no such unit or class
     */
    public long intersection(int unit, int classNumber) {
        return intersections[Objects.checkIndex(unit, units) * classes + Objects.checkIndex(classNumber, classes)];
    }

    /**
     * {@return at how many positions the unit was on}
     *
     * @param unit the unit, from 0
     * @throws IndexOutOfBoundsException if there is no such unit
     */
    public long unitArea(int unit) {
        return unitAreas[Objects.checkIndex(unit, units)];
    }

    /**
     * {@return at how many positions the class was}
     *
     * @param classNumber the class, from 0
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public long classArea(int classNumber) {
        return classAreas[Objects.checkIndex(classNumber, classes)];
    }

    /**
     * {@return the intersection over union of a unit and a class, in [0, 1]; 0 if neither was ever on}
     *
     * @param unit the unit, from 0
     * @param classNumber the class, from 0
     * @throws IndexOutOfBoundsException if there is no such unit or class
     */
    public double iou(int unit, int classNumber) {
        long both = intersection(unit, classNumber);
        long either = unitArea(unit) + classArea(classNumber) - both;
        return either == 0 ? 0 : (double) both / either;
    }

    @Override
    public Map<String, HostArray> state() {
        return Map.of(
                "count", HostArray.of(new long[] {count}),
                "intersections", HostArray.of(intersections, units, classes),
                "unitAreas", HostArray.of(unitAreas, units),
                "classAreas", HostArray.of(classAreas, classes));
    }

    @Override
    public void restore(Map<String, HostArray> state) {
        SavedState saved = new SavedState(state);
        long savedCount = saved.count("count");
        long[] savedIntersections = saved.longs("intersections", units, classes);
        long[] savedUnitAreas = saved.longs("unitAreas", units);
        classAreas = saved.longs("classAreas", classes);
        unitAreas = savedUnitAreas;
        intersections = savedIntersections;
        count = savedCount;
    }
}
