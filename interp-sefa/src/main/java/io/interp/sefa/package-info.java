/**
 * SeFa: directions of a generator's latent space in closed form, as the eigenvectors of the weights that its latents meet
 * first.
 *
 * <p>{@link io.interp.sefa.SefaStrategy} finds them, {@link io.interp.sefa.Directions} holds them, a
 * {@link io.interp.sefa.CodePath} moves a generator's codes along them and shows what comes out.
 *
 * <h2>Reference</h2>
 * Shen and Zhou, "Closed-Form Factorization of Latent Semantics in GANs", CVPR 2021.
 */
package io.interp.sefa;
