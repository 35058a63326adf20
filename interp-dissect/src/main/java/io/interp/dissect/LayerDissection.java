package io.interp.dissect;

import io.interp.core.NearNames;
import io.interp.core.measure.SegmentClass;
import io.interp.core.stat.RunningLevelCounts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the dissection of one layer found: every unit against every class. Holds no native memory.
 *
 * <p>Areas are of all images: a unit's active positions count whether or not an image shows a class of the category (the
 * released code leaves out images that show none). Classes that are never there or everywhere are undetermined: no unit
 * can agree with them, and their measures are 0.
 */
public final class LayerDissection {

    private static final int SHOWN = 10;

    private final String layer;
    private final List<SegmentClass> classes;
    private final OptionalInt none;
    private final DissectionOptions options;
    private final LayerCounts counts;
    private final Optional<RunningLevelCounts> levels;
    private final List<DissectedUnit> units;

    LayerDissection(
            String layer,
            List<SegmentClass> classes,
            OptionalInt none,
            DissectionOptions options,
            LayerCounts counts,
            Optional<RunningLevelCounts> levels) {
        this.layer = layer;
        this.classes = List.copyOf(classes);
        this.none = none;
        this.options = options;
        this.counts = counts;
        this.levels = levels;
        units = IntStream.range(0, counts.units()).mapToObj(this::dissected).toList();
    }

    private DissectedUnit dissected(int unit) {
        int label = label(unit);
        int at = unit * classes.size() + label;
        List<DissectedUnit.TopImage> top = IntStream.range(0, counts.topValues()[unit].length)
                .mapToObj(i -> new DissectedUnit.TopImage(counts.topImages()[unit][i], counts.topValues()[unit][i]))
                .toList();
        return new DissectedUnit(
                layer,
                unit,
                classes.get(label),
                counts.thresholds()[unit][label],
                counts.association(unit, label),
                counts.low()[at],
                counts.high()[at],
                isMatch(unit, label),
                top);
    }

    // Section 3.1 labels by the information quality ratio; with levels that it did not choose, the overlap decides.
    private int label(int unit) {
        ToDoubleFunction<Association> measure = options.policy().needsCounts() ? Association::iqr : Association::iou;
        int best = none.isPresent() && none.getAsInt() == 0 && classes.size() > 1 ? 1 : 0;
        double bestScore = -1;
        for (int k = 0; k < classes.size(); k++) {
            if (isScored(k)) {
                Association pair = counts.association(unit, k);
                boolean agrees = !options.policy().needsCounts() || pair.agreement() > options.agreement();
                double score = measure.applyAsDouble(pair) + (agrees ? 1 : 0);
                if (score > bestScore) {
                    best = k;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    private boolean isMatch(int unit, int label) {
        Association pair = counts.association(unit, label);
        boolean informed = !options.policy().needsCounts()
                || (pair.iqr() > options.iqr() && pair.agreement() > options.agreement());
        return isScored(label) && informed && pair.iou() > options.iou();
    }

    private boolean isScored(int label) {
        return isDetermined(label) && (none.isEmpty() || none.getAsInt() != label);
    }

    private boolean isDetermined(int label) {
        return counts.classAreas()[label] > 0 && counts.classAreas()[label] < counts.positions();
    }

    /** {@return the layer's name} */
    public String layer() {
        return layer;
    }

    /** {@return the classes in the order of their indices} */
    public List<SegmentClass> classes() {
        return classes;
    }

    /** {@return all units with their labels, in the order of their indices} */
    public List<DissectedUnit> units() {
        return units;
    }

    /** {@return the units whose match exceeds the limits, best intersection over union first} */
    public List<DissectedUnit> interpretable() {
        return units.stream()
                .filter(DissectedUnit::interpretable)
                .sorted(Comparator.comparingDouble(DissectedUnit::iou).reversed())
                .toList();
    }

    /**
     * {@return the interpretable units with one class as their label, best first}
     *
     * @param name the class
     * @throws IllegalArgumentException if there is no such class; the message lists near ones
     */
    public List<DissectedUnit> unitsOf(String name) {
        int label = index(name);
        return interpretable().stream()
                .filter(unit -> unit.label().index() == label)
                .toList();
    }

    /**
     * Ranks the layer's units against one class.
     *
     * @param name the class
     * @param metric the measure
     * @return the units' scores, all 0 for an undetermined class
     * @throws IllegalArgumentException if there is no such class; the message lists near ones
     */
    public UnitRanking ranking(String name, UnitMetric metric) {
        int label = index(name);
        List<Double> scores = IntStream.range(0, counts.units())
                .mapToObj(unit -> isDetermined(label) ? metric.of(counts.association(unit, label)) : 0.0)
                .toList();
        return new UnitRanking(layer, metric.key(), name, scores);
    }

    /**
     * {@return the counts of a unit, at its threshold for a class, and that class, over the images of the report}
     *
     * @param unit the unit
     * @param label the class
     * @throws IndexOutOfBoundsException if there is no such unit or class
     */
    public Association association(int unit, int label) {
        Objects.checkIndex(unit, counts.units());
        return counts.association(unit, Objects.checkIndex(label, classes.size()));
    }

    /** {@return the intersection over union of each unit and class, {@code [U][K]}; 0 for undetermined classes} */
    public double[][] iou() {
        return matrix(
                (unit, label) -> isDetermined(label) ? association(unit, label).iou() : 0);
    }

    /** {@return the information quality ratio of each unit and class, {@code [U][K]}; 0 for undetermined classes} */
    public double[][] iqr() {
        return matrix(
                (unit, label) -> isDetermined(label) ? association(unit, label).iqr() : 0);
    }

    /** {@return the level each unit must exceed to be on for each class, {@code [U][K]}} */
    public double[][] thresholds() {
        return matrix((unit, label) -> counts.thresholds()[unit][label]);
    }

    /** {@return the lower ends of the bootstrap intervals of the intersection over union, {@code [U][K]}; NaN for none} */
    public double[][] iouLow() {
        return matrix((unit, label) -> counts.low()[unit * classes.size() + label]);
    }

    /** {@return the upper ends of the bootstrap intervals of the intersection over union, {@code [U][K]}; NaN for none} */
    public double[][] iouHigh() {
        return matrix((unit, label) -> counts.high()[unit * classes.size() + label]);
    }

    private interface Cell {
        double at(int unit, int label);
    }

    private double[][] matrix(Cell cell) {
        double[][] matrix = new double[counts.units()][classes.size()];
        for (int u = 0; u < matrix.length; u++) {
            for (int k = 0; k < classes.size(); k++) {
                matrix[u][k] = cell.at(u, k);
            }
        }
        return matrix;
    }

    /**
     * {@return counts over the whole grid of levels, on the images thresholds were chosen on; empty where thresholds came
     * from elsewhere}
     */
    public Optional<RunningLevelCounts> levels() {
        return levels;
    }

    /**
     * A pair over the grid of levels.
     *
     * @param unit the unit
     * @param label the class
     * @return its counts at each of the unit's levels, rising, on the images thresholds were chosen on
     * @throws IllegalStateException if thresholds were not chosen by counts over a grid
     * @throws IllegalArgumentException if the class is the one that means no class
     */
    public List<Association> curve(int unit, int label) {
        RunningLevelCounts grid = levels.orElseThrow(() -> new IllegalStateException(
                "no grid of levels was counted with thresholds '" + options.policy() + "'; use pair or unit"));
        if (none.isPresent() && none.getAsInt() == label) {
            throw new IllegalArgumentException(
                    "'" + classes.get(label).name() + "' means no class, so nothing agrees with it; choose a class");
        }
        long[] both = grid.intersections(unit, label);
        long[] areas = grid.unitAreas(unit);
        long classArea = grid.classArea(label);
        return IntStream.range(0, both.length)
                .mapToObj(i -> new Association(both[i], areas[i], classArea, grid.count()))
                .toList();
    }

    /** {@return what the layer has for each class, in the order of the classes, without none} */
    public List<ClassSummary> summaries() {
        return IntStream.range(0, classes.size())
                .filter(k -> none.isEmpty() || none.getAsInt() != k)
                .mapToObj(this::summary)
                .toList();
    }

    private ClassSummary summary(int label) {
        UnitRanking ranking = ranking(classes.get(label).name(), UnitMetric.IOU);
        int best = ranking.top(1).get(0);
        int count = (int) units.stream()
                .filter(unit -> unit.interpretable() && unit.label().index() == label)
                .count();
        return new ClassSummary(
                classes.get(label),
                (double) counts.classAreas()[label] / counts.positions(),
                isDetermined(label),
                count,
                layer,
                best,
                ranking.scores().get(best),
                counts.association(best, label).chance());
    }

    private int index(String name) {
        return classes.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(NearNames.unknown(
                        "class",
                        name,
                        "the segmenter",
                        classes.stream().map(SegmentClass::name).toList())))
                .index();
    }

    /** {@return the index of the class that means no class, if there is one} */
    public OptionalInt none() {
        return none;
    }

    LayerCounts counts() {
        return counts;
    }

    /** {@return a short table: the best units with their classes} */
    @Override
    public String toString() {
        List<DissectedUnit> best = interpretable();
        long kinds = best.stream().map(unit -> unit.label().index()).distinct().count();
        int width = Math.max(
                5,
                best.stream()
                        .limit(SHOWN)
                        .mapToInt(unit -> unit.label().name().length())
                        .max()
                        .orElse(0));
        String head = String.format(
                Locale.ROOT,
                "%s: %d of %d units interpretable, %d classes, %d images%n",
                layer,
                best.size(),
                counts.units(),
                kinds,
                counts.images());
        String columns = String.format(
                Locale.ROOT,
                "%5s  %-" + width + "s  %6s  %-15s  %6s  %6s  %6s",
                "unit",
                "class",
                "IoU",
                "interval",
                "chance",
                "lift",
                "IQR");
        String rows = best.stream()
                .limit(SHOWN)
                .map(unit -> String.format(
                        Locale.ROOT,
                        "%5d  %-" + width + "s  %6.3f  [%.3f, %.3f]  %6.3f  %6.2f  %6.3f",
                        unit.unit(),
                        unit.label().name(),
                        unit.iou(),
                        unit.low(),
                        unit.high(),
                        unit.association().chance(),
                        unit.association().lift(),
                        unit.association().iqr()))
                .collect(Collectors.joining("\n"));
        return head
                + columns
                + (rows.isEmpty() ? "" : "\n" + rows)
                + (best.size() > SHOWN ? "\n  and " + (best.size() - SHOWN) + " more" : "");
    }
}
