package io.interp.dissect;

import io.interp.core.io.HostArray;
import io.interp.core.stat.RunningThresholdCounts;
import io.interp.core.stat.RunningTopK;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * The numbers a layer's dissection consists of: thresholds {@code [U][K]}; intersections and unit areas at the threshold of
 * each class {@code [U, K]}; areas of classes {@code [K]}; all positions and images; ends of the bootstrap intervals of
 * the intersection over union {@code [U, K]}, NaN without one; and the top images with their values {@code [U][k]}.
 */
final class LayerCounts {

    private final float[][] thresholds;
    private final long[] intersections;
    private final long[] unitAreas;
    private final long[] classAreas;
    private final long positions;
    private final long images;
    private final double[] low;
    private final double[] high;
    private final float[][] topValues;
    private final long[][] topImages;

    private LayerCounts(
            float[][] thresholds,
            long[] intersections,
            long[] unitAreas,
            long[] classAreas,
            long positions,
            long images,
            double[] low,
            double[] high,
            float[][] topValues,
            long[][] topImages) {
        this.thresholds = thresholds;
        this.intersections = intersections;
        this.unitAreas = unitAreas;
        this.classAreas = classAreas;
        this.positions = positions;
        this.images = images;
        this.low = low;
        this.high = high;
        this.topValues = topValues;
        this.topImages = topImages;
    }

    float[][] thresholds() {
        return thresholds;
    }

    long[] intersections() {
        return intersections;
    }

    long[] unitAreas() {
        return unitAreas;
    }

    long[] classAreas() {
        return classAreas;
    }

    long positions() {
        return positions;
    }

    long images() {
        return images;
    }

    double[] low() {
        return low;
    }

    double[] high() {
        return high;
    }

    float[][] topValues() {
        return topValues;
    }

    long[][] topImages() {
        return topImages;
    }

    /** The names of the arrays that are saved. */
    static final List<String> ARRAYS = List.of(
            "iou",
            "thresholds",
            "intersections",
            "unit_areas",
            "class_areas",
            "iou_low",
            "iou_high",
            "top_values",
            "top_images");

    static LayerCounts of(
            float[][] thresholds,
            RunningThresholdCounts counts,
            RunningTopK top,
            int bootstrap,
            double confidence,
            OptionalInt uncounted) {
        int units = thresholds.length;
        int classes = thresholds[0].length;
        Percentile percentile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        double[] low = new double[units * classes];
        double[] high = new double[units * classes];
        for (int i = 0; i < low.length; i++) {
            double[] repeated = bootstrap == 0 ? new double[0] : counts.repeatedIou(i / classes, i % classes);
            percentile.setData(repeated);
            low[i] = percentile.evaluate(50 * (1 - confidence)); // NaN of none
            high[i] = percentile.evaluate(50 * (1 + confidence));
        }
        float[][] values = new float[units][];
        long[][] images = new long[units][];
        for (int u = 0; u < units; u++) {
            values[u] = top.values(u);
            images[u] = top.indices(u);
        }
        long[] intersections = counts.intersections();
        long[] classAreas = counts.classAreas();
        // No class at all may be at a position once a channel: such counts mean nothing.
        uncounted.ifPresent(none -> {
            classAreas[none] = 0;
            for (int u = 0; u < units; u++) {
                intersections[u * classes + none] = 0;
                low[u * classes + none] = Double.NaN;
                high[u * classes + none] = Double.NaN;
            }
        });
        return new LayerCounts(
                thresholds,
                intersections,
                counts.unitAreas(),
                classAreas,
                counts.count(),
                counts.images(),
                low,
                high,
                values,
                images);
    }

    int units() {
        return thresholds.length;
    }

    int classes() {
        return thresholds[0].length;
    }

    Association association(int unit, int label) {
        int at = unit * classes() + label;
        return new Association(intersections[at], unitAreas[at], classAreas[label], positions);
    }

    /** {@return the arrays that {@link #restored} reads, by name} */
    Map<String, HostArray> arrays() {
        int units = units();
        int classes = classes();
        int k = topValues[0].length;
        Map<String, HostArray> arrays = new LinkedHashMap<>();
        double[] flat = new double[units * classes];
        double[] iou = new double[units * classes];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = thresholds[i / classes][i % classes];
            iou[i] = association(i / classes, i % classes).iou();
        }
        float[] values = new float[units * k];
        long[] top = new long[units * k];
        for (int u = 0; u < units; u++) {
            System.arraycopy(topValues[u], 0, values, u * k, k);
            System.arraycopy(topImages[u], 0, top, u * k, k);
        }
        arrays.put("iou", HostArray.of(iou, units, classes));
        arrays.put("thresholds", HostArray.of(flat, units, classes));
        arrays.put("intersections", HostArray.of(intersections, units, classes));
        arrays.put("unit_areas", HostArray.of(unitAreas, units, classes));
        arrays.put("class_areas", HostArray.of(classAreas, classes));
        arrays.put("iou_low", HostArray.of(low, units, classes));
        arrays.put("iou_high", HostArray.of(high, units, classes));
        arrays.put("top_values", HostArray.of(values, units, k));
        arrays.put("top_images", HostArray.of(top, units, k));
        return arrays;
    }

    /** {@return the numbers behind arrays that {@link #arrays} gave} */
    static LayerCounts restored(Map<String, HostArray> arrays, long positions, long images) {
        HostArray saved = arrays.get("thresholds");
        int units = (int) saved.shape()[0];
        int classes = (int) saved.shape()[1];
        double[] flat = saved.toDoubles();
        float[][] thresholds = new float[units][classes];
        for (int i = 0; i < flat.length; i++) {
            thresholds[i / classes][i % classes] = (float) flat[i];
        }
        int k = (int) arrays.get("top_values").shape()[1];
        float[] values = arrays.get("top_values").toFloats();
        long[] top = longs(arrays.get("top_images"));
        float[][] topValues = new float[units][k];
        long[][] topImages = new long[units][k];
        for (int u = 0; u < units; u++) {
            System.arraycopy(values, u * k, topValues[u], 0, k);
            System.arraycopy(top, u * k, topImages[u], 0, k);
        }
        return new LayerCounts(
                thresholds,
                longs(arrays.get("intersections")),
                longs(arrays.get("unit_areas")),
                longs(arrays.get("class_areas")),
                positions,
                images,
                arrays.get("iou_low").toDoubles(),
                arrays.get("iou_high").toDoubles(),
                topValues,
                topImages);
    }

    private static long[] longs(HostArray array) {
        long[] values = new long[(int) array.size()];
        array.bytes().asLongBuffer().get(values);
        return values;
    }
}
