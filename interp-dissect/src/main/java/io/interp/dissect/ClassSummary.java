package io.interp.dissect;

import io.interp.core.measure.SegmentClass;

/**
 * What a layer, or several, have for one class.
 *
 * @param label the class
 * @param share the share of all positions it covers
 * @param determined whether it was in some positions and not in all, so that units can agree with it
 * @param units how many interpretable units have it as their label
 * @param bestLayer the layer of the unit with the largest intersection over union with it
 * @param bestUnit that unit
 * @param bestIou its intersection over union
 * @param chanceIou what two masks of their areas have by chance
 */
public record ClassSummary(
        SegmentClass label,
        double share,
        boolean determined,
        int units,
        String bestLayer,
        int bestUnit,
        double bestIou,
        double chanceIou) {}
