package io.interp.dissect.repair;

import io.interp.dissect.intervene.Estimate;

/**
 * How common an artifact is, before and after a repair.
 *
 * @param affectedBefore the share of images that are affected
 * @param affectedAfter the share with the units off
 * @param affectedRandom the share with as many random units off, the mean over the random sets
 * @param removed the share of all broken pixels that is gone
 * @param removedRandom the share that is gone with random units off, over all random sets
 */
public record ArtifactChange(
        double affectedBefore, double affectedAfter, double affectedRandom, Estimate removed, Estimate removedRandom) {}
