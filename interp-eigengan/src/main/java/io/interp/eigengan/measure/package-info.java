/** What the dimensions of an EigenGAN change, and how much. */
package io.interp.eigengan.measure;
