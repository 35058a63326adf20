/** Finds the weights that a generator's codes meet first, and reads them as matrices. */
package io.interp.sefa.weight;
