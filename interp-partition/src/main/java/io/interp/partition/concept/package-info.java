/**
 * Visual concepts of a generator whose filters are grouped: naming groups by the image parts they draw, exchanging and
 * moving the maps of chosen groups, and numbers for pictures of what a filter or group stands for.
 *
 * <p>{@link io.interp.partition.concept.FilterGroups} says which filter is in which group; a
 * {@link io.interp.partition.concept.Concept} is a named set of groups; a
 * {@link io.interp.partition.concept.ConceptSwap} exchanges its maps between images.
 *
 * <h2>Reference</h2>
 *
 * C. Li, K. Yao, J. Wang, B. Diao, Y. Xu, Q. Zhang, "Interpretable Generative Adversarial Networks", AAAI 2022. The
 * paper does not say how groups got their names; the two ways here, by overlap and by effect, are this library's.
 */
package io.interp.partition.concept;
