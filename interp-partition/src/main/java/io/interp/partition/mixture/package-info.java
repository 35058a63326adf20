/**
 * Sorts the filters of a layer into groups by a mixture of Gaussians over their feature maps.
 *
 * <p>Filters that light up on the same image region, whatever the latent, fall into one group. The mixture needs only a
 * mean map and a mean square per filter, which are streamed over batches of images
 * ({@link io.interp.partition.mixture.FilterStatistics}); {@link io.interp.partition.mixture.MixtureFitter} runs
 * expectation-maximization on them and returns a {@link io.interp.partition.mixture.FilterMixture}. All of it is double
 * precision on the JVM heap and never touches the engine.
 *
 * <h2>Reference</h2>
 *
 * C. Li, K. Yao, J. Wang, B. Diao, Y. Xu, Q. Zhang, "Interpretable Generative Adversarial Networks", AAAI 2022,
 * equation 2. Departures from the text, all of them options: filters are divided by their root mean square, variances
 * have a floor, empty groups are seeded again, and the fit is the best of several starts.
 */
package io.interp.partition.mixture;
