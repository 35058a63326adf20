/**
 * The types a user names: generators and their layers, hooks, edits, latents, and the strategies that plug in.
 *
 * <p>Tensors are float32; images are {@code [N, C, H, W]} in [-1, 1]. A method that returns an engine array attaches it
 * to the manager of its first array argument unless it says otherwise.
 */
package io.interp.core;
