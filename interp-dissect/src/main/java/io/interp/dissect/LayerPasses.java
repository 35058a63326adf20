package io.interp.dissect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.interp.core.InterpException;
import io.interp.core.Layer;
import io.interp.core.io.HostArray;
import io.interp.core.measure.Segmenter;
import io.interp.core.stat.RunningLevelCounts;
import io.interp.core.stat.RunningQuantileBins;
import io.interp.core.stat.RunningThresholdCounts;
import io.interp.core.stat.RunningTopK;
import io.interp.core.train.Checkpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One layer's statistics in the passes of a dissection: what each pass adds to, and what it hands to the next. */
final class LayerPasses {

    // Bounds what is upsampled at once, to 16 MiB where one image allows it.
    private static final long PIECE_ELEMENTS = 1L << 22;

    private final Layer layer;
    private final int index;
    private final Segmenter segmenter;
    private final DissectionOptions options;
    private final RunningQuantileBins bins;
    private RunningLevelCounts counts;
    private float[][] thresholds;
    private RunningThresholdCounts report;
    private final RunningTopK top;

    LayerPasses(Layer layer, int index, Segmenter segmenter, DissectionOptions options, List<Double> given) {
        this.layer = layer;
        this.index = index;
        this.segmenter = segmenter;
        this.options = options;
        bins = new RunningQuantileBins(layer.units());
        top = new RunningTopK(layer.units(), options.examples());
        if (options.policy().kind() == ThresholdPolicy.Kind.GIVEN) {
            float[][] rows = new float[layer.units()][segmenter.labels().size()];
            for (int u = 0; u < rows.length; u++) {
                Arrays.fill(rows[u], given.get(u).floatValue());
            }
            startReport(rows);
        }
    }

    Layer layer() {
        return layer;
    }

    /** What is done with one piece of images: upsampled maps, labels if there are any, and the first image's index. */
    private interface Piece {
        void accept(NDArray maps, NDArray labels, long first);
    }

    void addLevels(NDArray activation, int imageHeight, int imageWidth, int[] size) {
        Shape at = new Shape(size[0], size[1]);
        pieces(activation, null, at, imageHeight, imageWidth, 0, (maps, none, first) -> bins.add(maps));
    }

    void addCounts(NDArray activation, NDArray labels, int imageHeight, int imageWidth) {
        Shape at = labels.getShape().slice(2);
        pieces(activation, labels, at, imageHeight, imageWidth, 0, (maps, own, first) -> counts.add(maps, own));
    }

    void addReport(NDArray activation, NDArray labels, int imageHeight, int imageWidth, long from) {
        Shape at = labels.getShape().slice(2);
        pieces(
                activation,
                labels,
                at,
                imageHeight,
                imageWidth,
                from,
                (maps, own, first) -> report.add(maps, own, first));
        top.add(activation);
    }

    private void pieces(
            NDArray activation, NDArray labels, Shape size, int imageHeight, int imageWidth, long from, Piece piece) {
        float low = activation.min().getFloat();
        float high = activation.max().getFloat();
        if (!Float.isFinite(low) || !Float.isFinite(high)) {
            throw new InterpException(
                    "layer '" + layer.name() + "' gives values from " + low + " to " + high + " in the images from "
                            + from + " on; they must be finite, so look for overflow or broken weights");
        }
        long images = activation.getShape().get(0);
        long step = Math.max(1, PIECE_ELEMENTS / (layer.units() * size.size()));
        for (long i = 0; i < images; i += step) {
            try (NDManager scope = activation.getManager().newSubManager()) {
                long end = Math.min(images, i + step);
                NDArray own = activation.get(new NDIndex().addSliceDim(i, end));
                own.attach(scope);
                NDArray maps = options.alignment(layer.name())
                        .upsample(own, imageHeight, imageWidth, (int) size.get(0), (int) size.get(1)); // [n, U, H, W]
                NDArray ownLabels = labels == null ? null : labels.get(new NDIndex().addSliceDim(i, end));
                if (ownLabels != null) {
                    ownLabels.attach(scope);
                }
                piece.accept(maps, ownLabels, from + i);
            }
        }
    }

    /** Ends the first pass: a grid of levels, or thresholds at a fixed quantile. */
    void endLevels() {
        if (options.policy().needsCounts()) {
            startCounts(bins.quantiles(options.levelFractions()));
            return;
        }
        float[][] fixed = bins.quantiles(1 - options.policy().share().orElseThrow());
        float[][] rows = new float[layer.units()][segmenter.labels().size()];
        for (int u = 0; u < rows.length; u++) {
            Arrays.fill(rows[u], fixed[u][0]);
        }
        startReport(rows);
    }

    /** Ends the second pass: thresholds with the largest information quality ratio. */
    void endCounts() {
        startReport(new ThresholdChoice(counts, options, segmenter.none()).thresholds());
    }

    private void startCounts(float[][] levels) {
        counts = new RunningLevelCounts(levels, segmenter.labels().size());
    }

    private void startReport(float[][] rows) {
        thresholds = rows;
        report = new RunningThresholdCounts(rows, options.bootstrap(), options.reportSeed());
    }

    LayerDissection result() {
        OptionalInt uncounted = segmenter.channels() > 1 ? segmenter.none() : OptionalInt.empty();
        LayerCounts found =
                LayerCounts.of(thresholds, report, top, options.bootstrap(), options.confidence(), uncounted);
        return new LayerDissection(
                layer.name(), segmenter.classes(), segmenter.none(), options, found, Optional.ofNullable(counts));
    }

    void save(Checkpoint checkpoint) {
        checkpoint.put("bins" + index, bins.state());
        if (counts != null) {
            checkpoint.put("counts" + index, counts.state());
        }
        if (report != null) {
            checkpoint.put("report" + index, report.state());
            checkpoint.put("top" + index, top.state());
        }
    }

    void restore(Checkpoint checkpoint) {
        bins.restore(checkpoint.get("bins" + index));
        Map<String, HostArray> savedCounts = checkpoint.get("counts" + index);
        if (!savedCounts.isEmpty()) {
            startCounts(rows(savedCounts.get("levels")));
            counts.restore(savedCounts);
        }
        Map<String, HostArray> savedReport = checkpoint.get("report" + index);
        if (!savedReport.isEmpty()) {
            startReport(rows(savedReport.get("thresholds")));
            report.restore(savedReport);
            top.restore(checkpoint.get("top" + index));
        }
    }

    private static float[][] rows(HostArray array) {
        int width = (int) array.shape()[1];
        float[] flat = array.toFloats();
        float[][] rows = new float[(int) array.shape()[0]][];
        Arrays.setAll(rows, u -> Arrays.copyOfRange(flat, u * width, (u + 1) * width));
        return rows;
    }
}
