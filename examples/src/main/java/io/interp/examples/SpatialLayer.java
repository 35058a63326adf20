package io.interp.examples;

import io.interp.core.Generator;
import io.interp.core.Layer;
import java.util.List;
import java.util.Optional;

/** Picks a layer of maps. */
final class SpatialLayer {

    private SpatialLayer() {}

    /** The named layer, or the middle one of those with maps that are smaller than the image. */
    static Layer of(Generator generator, Optional<String> name) {
        if (name.isPresent()) {
            return generator.layers().named(name.get());
        }
        long size = generator.imageShape().get(1);
        List<Layer> inner = generator.layers().stream()
                .filter(Layer::isSpatial)
                .filter(layer ->
                        layer.outputShape().get(1) > 1 && layer.outputShape().get(1) < size)
                .toList();
        if (inner.isEmpty()) {
            throw new IllegalArgumentException(
                    "no layer has maps smaller than the image; name one with --layer:\n" + generator.layers());
        }
        return inner.get(inner.size() / 2);
    }
}
