/**
 * Painting with exact masks: what drawn faces and drawn scenes share.
 *
 * <p>A {@link io.interp.testkit.paint.Canvas} covers shapes with colour and class at once, so that picture and mask
 * agree; {@link io.interp.testkit.paint.FactorTable} reads and rebuilds the records of factors that decide what is
 * painted. None of it needs a native library.
 */
package io.interp.testkit.paint;
