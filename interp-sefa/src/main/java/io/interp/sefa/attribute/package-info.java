/** What directions mean, by predictors that score images: re-scoring, labels, and boundaries learned from scores. */
package io.interp.sefa.attribute;
