package io.interp.dissect.repair;

import io.interp.dissect.intervene.Estimate;

/**
 * The Fréchet distance of generated images to a reference, before and after a repair.
 *
 * @param reference what the reference is
 * @param embedder whose features
 * @param before of the untouched generator
 * @param after with the units off
 * @param random with as many random units off, the mean over the random sets
 * @param change after minus before, with the paired bootstrap over images: the same images are drawn for both
 * @param randomChange the same for the first random set
 */
public record FrechetChange(
        String reference,
        String embedder,
        double before,
        double after,
        double random,
        Estimate change,
        Estimate randomChange) {}
