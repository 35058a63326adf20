package io.interp.dissect.repair;

import io.interp.dissect.intervene.LatentSample;
import java.util.Objects;

/**
 * How a repair is measured.
 *
 * @param sample the images measured, other ones than those units were ranked on; 2 or more
 * @param off what units are set to
 * @param affected the share of an image's pixels that must be broken for it to count as affected, where there is a mask
 * @param visible the root mean square change of an image's pixels that counts as visible, where 1 is from black to white
 * @param randomSets how many sets of as many random units are measured as a control, at least 1
 * @param confidence of the intervals, in (0, 1)
 * @param resamples how many bootstrap samples intervals rest on, at least 2
 */
public record RepairOptions(
        LatentSample sample,
        OffLevel off,
        double affected,
        double visible,
        int randomSets,
        double confidence,
        int resamples) {

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public RepairOptions {
        Objects.requireNonNull(sample, "sample");
        Objects.requireNonNull(off, "off");
        if (!(affected > 0 && affected < 1) || !(visible > 0) || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("the affected share and the confidence must be in (0, 1) and the visible"
                    + " change positive, got " + affected + ", " + confidence + " and " + visible);
        }
        if (sample.images() < 2 || randomSets < 1 || resamples < 2) {
            throw new IllegalArgumentException("images and resamples must be 2 or more and random sets 1 or more, got "
                    + sample.images() + ", " + resamples + " and " + randomSets);
        }
    }

    /**
     * {@return measuring on images of seed 5: affected from 1 % of broken pixels, visible from a change of 0.02, 3 random
     * sets, 95 % intervals of 50 resamples}
     *
     * @param images how many images; use more than the embedder has dimensions
     * @param off what units are set to
     */
    public static RepairOptions of(int images, OffLevel off) {
        return new RepairOptions(LatentSample.of(5, images), off, 0.01, 0.02, 3, 0.95, 50);
    }
}
