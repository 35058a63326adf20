package io.interp.dissect;

import ai.djl.util.Progress;
import io.interp.core.io.HostArray;
import io.interp.core.measure.Segmenter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a dissection does, but for the generator.
 *
 * @param segmenter finds the classes; the caller's
 * @param options what to look at and how
 * @param latents the rows {@code [N, d]} to use in place of drawn ones
 * @param given thresholds by layer, one a unit, where they are given
 * @param saved where and how often what was counted is written
 * @param progress is told the images of all passes
 */
record DissectionPlan(
        Segmenter segmenter,
        DissectionOptions options,
        Optional<HostArray> latents,
        Map<String, List<Double>> given,
        Optional<SavedPasses> saved,
        Optional<Progress> progress) {}
