package io.interp.cli;

import io.interp.core.Generator;
import io.interp.core.Layer;

/** How many latents a generator is run on at once, so that native memory stays bounded whatever is asked for. */
final class Batches {

    private static final int LARGEST = 64;

    /** 128 MiB of float32 in the largest output of a layer. */
    private static final long ELEMENTS = 1L << 25;

    private Batches() {}

    static int size(Generator generator) {
        long largest = Math.max(
                generator.imageShape().size(),
                generator.layers().stream()
                        .map(Layer::outputShape)
                        .mapToLong(shape -> shape.size())
                        .max()
                        .orElse(1));
        return (int) Math.max(1, Math.min(LARGEST, ELEMENTS / Math.max(1, largest)));
    }
}
