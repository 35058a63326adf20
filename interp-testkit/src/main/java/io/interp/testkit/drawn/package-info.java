/**
 * Drawn data: images painted from known factors, with exact part masks.
 *
 * <p>A {@link io.interp.testkit.drawn.FaceFactors} says everything about a face: whose it is, what it expresses, how
 * it is turned, how it is lit and what stands behind it. A {@link io.interp.testkit.drawn.FacePainter} turns it into
 * a picture and the mask of its parts, both from the same shapes. {@link io.interp.testkit.drawn.DrawnFaces} is a data
 * set of such faces, each a function of the seed and its index alone. None of these needs a native library.
 * Landscapes made in the same way are in {@link io.interp.testkit.drawn.scene}.
 *
 * <p>For generators trained on drawn faces, whose images have no painter's masks, a
 * {@link io.interp.testkit.drawn.DrawnSegmenter} finds the parts and a {@link io.interp.testkit.drawn.DrawnIdentity} tells
 * whose face it is; both are small networks fitted here, and need the engine.
 */
package io.interp.testkit.drawn;
