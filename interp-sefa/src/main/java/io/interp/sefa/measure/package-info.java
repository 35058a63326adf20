/** Measures what directions do to images: steps of equal visible change, speed, locality and consistency. */
package io.interp.sefa.measure;
