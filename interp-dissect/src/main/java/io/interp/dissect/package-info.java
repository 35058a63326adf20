/**
 * GAN Dissection: which units of a generator agree with which classes of a segmentation, what they cause, and how to
 * repair a generator by switching units off.
 *
 * <h2>Reference</h2>
 * Bau, Zhu, Strobelt, Zhou, Tenenbaum, Freeman and Torralba, "GAN Dissection: Visualizing and Understanding Generative
 * Adversarial Networks", ICLR 2019.
 */
package io.interp.dissect;
