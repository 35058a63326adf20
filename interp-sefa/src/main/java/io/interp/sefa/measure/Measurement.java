package io.interp.sefa.measure;

import io.interp.core.io.HostArray;

/**
 * What following one direction does to images, without knowing what it means.
 *
 * @param speed path speed: the mean of (d(G(z), G(z + e n)) / e)^2 over samples, without the lowest and the highest
 *     percent, for a small step e; d is a distance of images
 * @param entropy how spread the change is: the entropy of the map of change over that of an even one, 1 for everywhere
 *     alike, near 0 for one pixel
 * @param area the smallest share of pixels that holds half of the change, at most 0.5
 * @param consistency how alike the change is from image to image: the mean cosine between the changes of features of two
 *     samples, from -1 to 1
 * @param map the mean change |G(z + a n) - G(z - a n)| of each pixel over samples and channels, {@code [H, W]}
 */
public record Measurement(double speed, double entropy, double area, double consistency, HostArray map) {}
