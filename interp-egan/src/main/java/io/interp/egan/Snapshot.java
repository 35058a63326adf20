package io.interp.egan;

import io.interp.core.io.HostArray;

/**
 * What the fittest generator made of fixed latents at some moment of the evolution.
 *
 * @param step the generations so far, 0 for the ancestor
 * @param images {@code [N, C, H, W]} float32
 */
public record Snapshot(long step, HostArray images) {}
