package io.interp.sefa;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where directions come from.
 *
 * @param model the name of the generator
 * @param fingerprint the generator's fingerprint, by which {@link Directions#cameFrom} knows it again
 * @param method how they were found, such as {@code sefa}
 * @param normalisation how rows were weighed
 * @param layers the layers whose weights were factorised
 * @param tensors the names of those weights
 * @param codeLayer in W and W+ the layer of the generator whose output the codes are; empty in Z
 * @param rows the number of rows m of the stacked weights
 * @param zeroRows how many rows were left out because they are zero
 */
public record Origin(
        String model,
        String fingerprint,
        String method,
        Normalisation normalisation,
        List<Integer> layers,
        List<String> tensors,
        Optional<String> codeLayer,
        long rows,
        long zeroRows) {

    /** Copies the lists. */
    public Origin {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(normalisation, "normalisation");
        Objects.requireNonNull(codeLayer, "codeLayer");
        layers = List.copyOf(layers);
        tensors = List.copyOf(tensors);
    }
}
