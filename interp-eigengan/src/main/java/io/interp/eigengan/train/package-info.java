/** Training of EigenGAN: settings, the orthogonality of subspaces, checkpoints and what is measured on the way. */
package io.interp.eigengan.train;
