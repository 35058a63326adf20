/**
 * The energy that makes the filters of a layer agree with their groups and the groups stay apart, and the Langevin
 * chains that sample from it.
 *
 * <p>{@link io.interp.partition.energy.EnergyModel} scores feature maps by how filters and group means overlap, pixel by
 * pixel, with learned weights W. Training alternates three things: chains move latents towards higher scores
 * ({@link io.interp.partition.energy.LangevinChain}), W is updated from the difference between the chains' features and
 * the generator's own, and the generator is updated to score higher. {@link io.interp.partition.energy.GroupCosine} and
 * {@link io.interp.partition.energy.ActiveShare} measure what comes of it.
 *
 * <h2>Reference</h2>
 *
 * C. Li, K. Yao, J. Wang, B. Diao, Y. Xu, Q. Zhang, "Interpretable Generative Adversarial Networks", AAAI 2022,
 * equations 3 to 9. Departures from the text, all of them options: features are divided by their root mean square, W
 * stays in a box, chains clip their drift, and the generator's gradient is clipped. One is not an option: equation 9
 * prints the gradient of the density where Langevin dynamics needs that of its logarithm.
 */
package io.interp.partition.energy;
