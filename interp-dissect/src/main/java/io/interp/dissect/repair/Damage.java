package io.interp.dissect.repair;

import io.interp.dissect.intervene.Estimate;

/**
 * How much a repair changes images that needed none; of all images where there is no mask to tell them.
 *
 * @param images how many images
 * @param visible how many of them change visibly
 * @param change the root mean square change of an image's pixels, where 1 is from black to white, averaged over images
 * @param randomVisible how many change visibly with as many random units off, the mean over the random sets
 */
public record Damage(int images, int visible, Estimate change, double randomVisible) {}
