package io.interp.egan.fitness;

import ai.djl.ndarray.NDArray;
import io.interp.core.Discriminator;

/**
 * What the children of one generation are judged by.
 *
 * @param discriminator the discriminator, its weights frozen; not changed
 * @param real {@code [N, C, H, W]} real images, the same for all children
 * @param training whether the discriminator's batch norms use the statistics of the batch at hand; real and generated
 *     images are scored in separate batches
 * @param seed the seed of what a fitness draws, the same for all children
 */
public record Arena(Discriminator discriminator, NDArray real, boolean training, long seed) {}
