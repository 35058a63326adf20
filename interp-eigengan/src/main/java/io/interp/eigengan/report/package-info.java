/** The report of a trained EigenGAN. */
package io.interp.eigengan.report;
