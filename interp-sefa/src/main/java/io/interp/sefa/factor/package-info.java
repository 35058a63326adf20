/** Scores of how well codes match true factors, where those are known: drawn data, or factors regressed from images. */
package io.interp.sefa.factor;
