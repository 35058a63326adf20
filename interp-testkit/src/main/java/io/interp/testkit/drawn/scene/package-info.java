/**
 * Drawn scenes: landscapes with house, trees and people, painted from known factors, with exact masks.
 *
 * <p>A {@link io.interp.testkit.drawn.scene.SceneFactors} says everything about a scene; a
 * {@link io.interp.testkit.drawn.scene.ScenePainter} turns it into a picture and the mask of its classes, both from the same
 * shapes. {@link io.interp.testkit.drawn.scene.DrawnScenes} is a data set of such scenes, each a function of the seed and its
 * index alone.
 */
package io.interp.testkit.drawn.scene;
