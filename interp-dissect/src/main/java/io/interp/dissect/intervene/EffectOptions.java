package io.interp.dissect.intervene;

import java.util.Objects;

/**
 * What an effect is measured on, and how sure its intervals are.
 *
 * @param sample the images
 * @param cells how many cells of each image are changed, one at a time, where cells are; at least 1. Where it is less than
 *     there are, they are drawn
 * @param confidence of the intervals, in (0, 1)
 * @param resamples how many bootstrap samples intervals of shares rest on, at least 1
 */
public record EffectOptions(LatentSample sample, int cells, double confidence, int resamples) {

    /**
     * Validates the settings.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public EffectOptions {
        Objects.requireNonNull(sample, "sample");
        if (cells < 1 || resamples < 1 || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "cells and resamples must be 1 or more and confidence between 0 and 1, got " + cells + ", "
                            + resamples + " and " + confidence);
        }
    }

    /**
     * {@return one cell an image, 95 % intervals from 1 000 resamples, on images of seed 3, that of the published protocol}
     *
     * @param images how many images; 1 000 are usual
     */
    public static EffectOptions of(int images) {
        return new EffectOptions(LatentSample.of(3, images), 1, 0.95, 1000);
    }

    /**
     * {@return the same with another number of cells}
     *
     * @param perImage how many cells of each image
     */
    public EffectOptions cells(int perImage) {
        return new EffectOptions(sample, perImage, confidence, resamples);
    }

    /**
     * {@return the same on other images}
     *
     * @param other the images
     */
    public EffectOptions on(LatentSample other) {
        return new EffectOptions(other, cells, confidence, resamples);
    }

    /**
     * {@return the same with other intervals}
     *
     * @param level in (0, 1)
     */
    public EffectOptions confidence(double level) {
        return new EffectOptions(sample, cells, level, resamples);
    }
}
