package io.interp.core;

import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * A named place in a generator whose output can be captured, replaced or edited.
 *
 * @param name the dotted path, such as {@code net.6}; {@code conv#2} for the second call of a layer used twice
 * @param kind the type of the module, such as {@code ConvTranspose2d}
 * @param outputShape the shape of one sample's output without the batch axis, such as (64, 8, 8)
 * @param parameters names of the weights the layer owns, without its path; empty for none
 */
public record Layer(String name, String kind, Shape outputShape, List<String> parameters) {

    /** Copies the list. */
    public Layer {
        parameters = List.copyOf(parameters);
    }

    /**
     * {@return whether the output is a stack of maps {@code [N, C, H, W]}}
     */
    public boolean isSpatial() {
        return outputShape.dimension() == 3;
    }

    /** {@return the number of units (filters, or features where the output is flat)} */
    public int units() {
        return outputShape.dimension() == 0 ? 1 : Math.toIntExact(outputShape.get(0));
    }
}
