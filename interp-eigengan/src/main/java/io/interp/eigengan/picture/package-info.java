/** Pictures of what the dimensions of an EigenGAN change. */
package io.interp.eigengan.picture;
