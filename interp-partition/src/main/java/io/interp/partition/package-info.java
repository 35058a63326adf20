/**
 * Interpretable GAN: groups the filters of a layer into visual concepts, retrains the generator so that each group means
 * one thing, and exchanges concepts between images.
 *
 * <h2>Reference</h2>
 *
 * Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022.
 */
package io.interp.partition;
