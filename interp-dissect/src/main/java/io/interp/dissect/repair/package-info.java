/**
 * Repairing a generator: units that make artifacts are found, switched off, and what that does to the images is measured.
 *
 * <h2>Reference</h2>
 * Bau et al., "GAN Dissection", ICLR 2019, section 4.3.
 */
package io.interp.dissect.repair;
