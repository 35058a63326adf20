package io.interp.sefa.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.sefa.CodeSpace;

/**
 * A weight that codes of a space meet, and so can be factorised.
 *
 * @param tensor its name among the generator's parameters
 * @param shape its shape
 * @param kind how it is stored
 * @param role why it is one
 * @param layer the number of its layer, in W+ that of the code it takes
 * @param space the space of the codes
 * @param from the first of its inputs that is the code
 * @param columns how many inputs are
 * @param offset the first coordinate of the code that it takes
 * @param why the same for a person to read
 */
public record WeightCandidate(
        String tensor,
        Shape shape,
        WeightKind kind,
        Role role,
        int layer,
        CodeSpace space,
        int from,
        int columns,
        int offset,
        String why) {

    /** Why a weight is a candidate. */
    public enum Role {
        /** The first affine step that latents meet. */
        FIRST_STEP,
        /** The affine step from a code to the style of a convolution. */
        STYLE,
        /** The affine step from a code to the style of a layer that writes colours. */
        RGB_STYLE,
        /** The affine step from a piece of the latents to a conditional batch norm. */
        CONDITIONAL_NORM,
        /** Named by hand. */
        NAMED
    }

    /** {@return the number of rows of its matrix} */
    public long rows() {
        return shape.size() / kind.inputs(shape);
    }

    /**
     * Reads it as a matrix, divided by the spectral norm that the network divides it by, if it does.
     *
     * @param generator the generator it was found in
     * @return the matrix, with no native memory
     */
    public AffineWeights read(Generator generator) {
        NDArray weight = generator.parameters().get(tensor);
        double gain = SpectralGain.of(tensor, kind, weight, generator.state());
        return AffineWeights.of(layer, tensor, kind, weight, from, columns, gain)
                .within(offset, space.dimension());
    }
}
