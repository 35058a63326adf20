/**
 * EigenGAN: a generator with a linear subspace at every resolution, whose orthogonal basis vectors come to mean
 * something while it is trained.
 *
 * <h2>Reference</h2>
 * He, Kan and Shan, "EigenGAN: Layer-Wise Eigen-Learning for GANs", ICCV 2021.
 */
package io.interp.eigengan;
