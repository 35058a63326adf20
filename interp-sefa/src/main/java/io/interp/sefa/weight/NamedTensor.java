package io.interp.sefa.weight;

import java.util.Objects;
import java.util.Optional;

/**
 * A weight that a person names by hand, where the generator's names tell nothing.
 *
 * @param tensor its name among the generator's parameters
 * @param kind how it is stored; empty to tell it from its shape
 * @param layer the number it gets among the layers, in W+ the number of the code it takes
 * @param from the first of its inputs that is the code; inputs before it are something else, such as a class
 */
public record NamedTensor(String tensor, Optional<WeightKind> kind, int layer, int from) {

    /**
     * Validates the numbers.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public NamedTensor {
        Objects.requireNonNull(tensor, "tensor");
        Objects.requireNonNull(kind, "kind");
        if (layer < 0 || from < 0) {
            throw new IllegalArgumentException(
                    "layer and first input of '" + tensor + "' count from 0, got " + layer + " and " + from);
        }
    }

    /**
     * {@return a tensor whose kind its shape tells, as layer 0}
     *
     * @param tensor its name
     */
    public static NamedTensor of(String tensor) {
        return new NamedTensor(tensor, Optional.empty(), 0, 0);
    }

    /**
     * {@return the same, stored in a stated way}
     *
     * @param stored how it is stored
     */
    public NamedTensor as(WeightKind stored) {
        return new NamedTensor(tensor, Optional.of(stored), layer, from);
    }

    /**
     * {@return the same as another layer}
     *
     * @param number the layer
     */
    public NamedTensor at(int number) {
        return new NamedTensor(tensor, kind, number, from);
    }

    /**
     * {@return the same, the code being some of its inputs}
     *
     * @param first the first of them
     */
    public NamedTensor from(int first) {
        return new NamedTensor(tensor, kind, layer, first);
    }
}
