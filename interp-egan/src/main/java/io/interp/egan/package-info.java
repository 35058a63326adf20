/**
 * E-GAN: generators that evolve by mutation, fitness and selection while a discriminator is trained against them.
 *
 * <h2>Reference</h2>
 * Wang, Xu, Yao and Tao, "Evolutionary Generative Adversarial Networks", IEEE Transactions on Evolutionary Computation,
 * 2019.
 */
package io.interp.egan;
