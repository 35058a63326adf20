/**
 * Measurements of edits to image regions: how local a change is, and whether a swapped face keeps its identity, with
 * spatial cut-and-paste as the baseline.
 *
 * <h2>Reference</h2>
 *
 * C. Li, K. Yao, J. Wang, B. Diao, Y. Xu, Q. Zhang, "Interpretable Generative Adversarial Networks", AAAI 2022, tables 3
 * and 4. Masks come from a segmenter instead of being drawn by hand.
 */
package io.interp.partition.metric;
