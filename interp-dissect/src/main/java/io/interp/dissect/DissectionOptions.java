package io.interp.dissect;

import com.google.errorprone.annotations.CheckReturnValue;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * What a dissection looks at and how.
 *
 * @param layers the layers, in order
 * @param samples images in each pass; the paper reports over 1,000
 * @param thresholdSeed seed of the latents that thresholds are chosen on
 * @param reportSeed seed of the latents that everything is reported on
 * @param batch images made at once
 * @param policy how thresholds are chosen
 * @param levels candidate thresholds a unit, at shares of active positions that are evenly spaced in their logarithm
 * @param smallestShare the smallest of those shares; the largest is 1
 * @param agreement the share of positions where unit and class must be equal for a threshold to be preferred and a match
 *     to count; 0.75 in the paper's text, 0.8 in the released code
 * @param iou the intersection over union that a match must exceed
 * @param iqr the information quality ratio that a match must exceed
 * @param bootstrap repeats of the bootstrap over images, 0 for no intervals
 * @param confidence of the intervals, such as 0.95
 * @param segmentation height and width that labels are brought to, 0 for the segmenter's own
 * @param examples how many images with the largest activation are kept for a unit
 * @param alignments where a layer's cells lie in the image, for layers whose cells do not fill it evenly
 */
@CheckReturnValue
public record DissectionOptions(
        List<String> layers,
        int samples,
        long thresholdSeed,
        long reportSeed,
        int batch,
        ThresholdPolicy policy,
        int levels,
        double smallestShare,
        double agreement,
        double iou,
        double iqr,
        int bootstrap,
        double confidence,
        int segmentation,
        int examples,
        Map<String, Alignment> alignments) {

    /**
     * Validates the options.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public DissectionOptions {
        layers = List.copyOf(new LinkedHashSet<>(layers));
        alignments = Map.copyOf(alignments);
        Objects.requireNonNull(policy, "policy");
        require(!layers.isEmpty(), "a dissection needs one layer or more, got none");
        atLeast("samples", samples, 1);
        atLeast("batch", batch, 1);
        atLeast("levels", levels, 2);
        atLeast("bootstrap", bootstrap, 0);
        atLeast("segmentation", segmentation, 0);
        atLeast("examples", examples, 1);
        require(
                smallestShare > 0 && smallestShare < 1,
                "smallestShare must be above 0 and below 1, got " + smallestShare);
        share("agreement", agreement);
        share("iou", iou);
        share("iqr", iqr);
        require(confidence > 0 && confidence < 1, "confidence must be above 0 and below 1, got " + confidence);
        for (String layer : alignments.keySet()) {
            require(
                    layers.contains(layer),
                    "an alignment is given for layer '" + layer + "', which is not among " + layers);
        }
    }

    private static void atLeast(String name, int value, int least) {
        require(value >= least, name + " must be " + least + " or more, got " + value);
    }

    private static void share(String name, double value) {
        require(value >= 0 && value < 1, name + " must be from 0 to below 1, got " + value);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * {@return the defaults: 1,000 images, thresholds by pair on latents of seed 2, report on those of seed 1, 100 levels
     * from 0.001 to 1, agreement above 0.75, IoU above 0.05, IQR above 0.01, 200 repeats at 95 %, 20 examples}
     *
     * @param layers the layers
     */
    public static DissectionOptions of(String... layers) {
        return new DissectionOptions(
                List.of(layers),
                1000,
                2,
                1,
                20,
                ThresholdPolicy.PER_PAIR,
                100,
                1e-3,
                0.75,
                0.05,
                0.01,
                200,
                0.95,
                0,
                20,
                Map.of());
    }

    /**
     * {@return the same over another number of images}
     *
     * @param count 1 or more
     */
    public DissectionOptions samples(int count) {
        return with(count, thresholdSeed, reportSeed, batch, policy, bootstrap, segmentation, examples, alignments);
    }

    /**
     * {@return the same with other seeds}
     *
     * @param thresholds seed of the latents that thresholds are chosen on
     * @param report seed of the latents that everything is reported on
     */
    public DissectionOptions seeds(long thresholds, long report) {
        return with(samples, thresholds, report, batch, policy, bootstrap, segmentation, examples, alignments);
    }

    /**
     * {@return the same with another number of images made at once}
     *
     * @param images 1 or more
     */
    public DissectionOptions batch(int images) {
        return with(samples, thresholdSeed, reportSeed, images, policy, bootstrap, segmentation, examples, alignments);
    }

    /**
     * {@return the same with thresholds chosen in another way}
     *
     * @param how the policy
     */
    public DissectionOptions thresholds(ThresholdPolicy how) {
        return with(samples, thresholdSeed, reportSeed, batch, how, bootstrap, segmentation, examples, alignments);
    }

    /**
     * {@return the same with another number of bootstrap repeats}
     *
     * @param repeats 0 for no intervals
     */
    public DissectionOptions bootstrap(int repeats) {
        return with(samples, thresholdSeed, reportSeed, batch, policy, repeats, segmentation, examples, alignments);
    }

    /**
     * {@return the same with labels brought to another size}
     *
     * @param size height and width, 0 for the segmenter's own
     */
    public DissectionOptions segmentation(int size) {
        return with(samples, thresholdSeed, reportSeed, batch, policy, bootstrap, size, examples, alignments);
    }

    /**
     * {@return the same with another number of top images a unit}
     *
     * @param count 1 or more
     */
    public DissectionOptions examples(int count) {
        return with(samples, thresholdSeed, reportSeed, batch, policy, bootstrap, segmentation, count, alignments);
    }

    /**
     * {@return the same with other limits for a match to count}
     *
     * @param iouAbove the intersection over union it must exceed
     * @param iqrAbove the information quality ratio it must exceed
     * @param agreementAbove the share of positions where unit and class must be equal
     */
    public DissectionOptions limits(double iouAbove, double iqrAbove, double agreementAbove) {
        return new DissectionOptions(
                layers,
                samples,
                thresholdSeed,
                reportSeed,
                batch,
                policy,
                levels,
                smallestShare,
                agreementAbove,
                iouAbove,
                iqrAbove,
                bootstrap,
                confidence,
                segmentation,
                examples,
                alignments);
    }

    /**
     * {@return the same with another alignment of one layer}
     *
     * @param layer the layer
     * @param alignment where its cells lie
     */
    public DissectionOptions align(String layer, Alignment alignment) {
        Map<String, Alignment> all = new LinkedHashMap<>(alignments);
        all.put(layer, alignment);
        return with(samples, thresholdSeed, reportSeed, batch, policy, bootstrap, segmentation, examples, all);
    }

    private DissectionOptions with(
            int newSamples,
            long newThresholdSeed,
            long newReportSeed,
            int newBatch,
            ThresholdPolicy newPolicy,
            int newBootstrap,
            int newSegmentation,
            int newExamples,
            Map<String, Alignment> newAlignments) {
        return new DissectionOptions(
                layers,
                newSamples,
                newThresholdSeed,
                newReportSeed,
                newBatch,
                newPolicy,
                levels,
                smallestShare,
                agreement,
                iou,
                iqr,
                newBootstrap,
                confidence,
                newSegmentation,
                newExamples,
                newAlignments);
    }

    /** {@return where a layer's cells lie in the image} */
    Alignment alignment(String layer) {
        return alignments.getOrDefault(layer, Alignment.centred());
    }

    /** {@return the shares of positions at or below the candidate levels, rising} */
    double[] levelFractions() {
        double exponent = Math.log(smallestShare);
        return IntStream.range(0, levels)
                .mapToDouble(i -> 1 - Math.exp(exponent * i / (levels - 1)))
                .toArray();
    }

    /** {@return all options by name, as they are written to JSON} */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("layers", layers);
        json.put("samples", samples);
        json.put("thresholdSeed", thresholdSeed);
        json.put("reportSeed", reportSeed);
        json.put("batch", batch);
        json.put("thresholds", policy.toString());
        json.put("levels", levels);
        json.put("smallestShare", smallestShare);
        json.put("agreement", agreement);
        json.put("iou", iou);
        json.put("iqr", iqr);
        json.put("bootstrap", bootstrap);
        json.put("confidence", confidence);
        json.put("segmentation", segmentation);
        json.put("examples", examples);
        Map<String, Object> placed = new LinkedHashMap<>();
        layers.stream()
                .filter(layer -> alignment(layer) instanceof Alignment.Affine)
                .forEach(layer -> placed.put(layer, alignment(layer)));
        json.put("alignments", placed);
        return json;
    }

    /** Reads what {@link #toJson} gave. */
    static DissectionOptions of(JsonObject json) {
        Map<String, Alignment> placed = new LinkedHashMap<>();
        json.getAsJsonObject("alignments").entrySet().forEach(entry -> {
            JsonObject affine = entry.getValue().getAsJsonObject();
            placed.put(
                    entry.getKey(),
                    Alignment.affine(
                            affine.get("scale").getAsDouble(),
                            affine.get("offset").getAsDouble()));
        });
        return new DissectionOptions(
                StreamSupport.stream(json.getAsJsonArray("layers").spliterator(), false)
                        .map(JsonElement::getAsString)
                        .toList(),
                json.get("samples").getAsInt(),
                json.get("thresholdSeed").getAsLong(),
                json.get("reportSeed").getAsLong(),
                json.get("batch").getAsInt(),
                ThresholdPolicy.parse(json.get("thresholds").getAsString()),
                json.get("levels").getAsInt(),
                json.get("smallestShare").getAsDouble(),
                json.get("agreement").getAsDouble(),
                json.get("iou").getAsDouble(),
                json.get("iqr").getAsDouble(),
                json.get("bootstrap").getAsInt(),
                json.get("confidence").getAsDouble(),
                json.get("segmentation").getAsInt(),
                json.get("examples").getAsInt(),
                placed);
    }
}
