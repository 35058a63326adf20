/** Directions found from what a generator's layers do, by running it: the rival of those found from its weights. */
package io.interp.sefa.feature;
