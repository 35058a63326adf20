/**
 * Small networks fitted to paintings: they find classes or factors in images that no painter's mask exists for.
 *
 * <p>{@link io.interp.testkit.fit.SegmenterFitting} fits a {@link io.interp.testkit.fit.PartNetwork} to paintings and their
 * exact masks; a {@link io.interp.testkit.fit.PartSegmenter} uses it. All of it needs the engine.
 */
package io.interp.testkit.fit;
