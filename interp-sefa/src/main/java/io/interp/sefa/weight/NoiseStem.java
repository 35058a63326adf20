package io.interp.sefa.weight;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.sefa.CodeSpace;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The weight that the noise of an EigenGAN meets. Its latents begin with the noise, which layer {@code noise} cuts off and
 * layer {@code stem} takes by a linear step; the rest are coordinates in the subspaces of its layers.
 *
 * <p>The subspaces are no candidates: their bases are orthonormal, so that the directions of U diag(L) are the coordinates
 * themselves in the order of |L|, which need not be looked for.
 */
final class NoiseStem {

    private static final String NOISE = "noise";
    private static final String STEM = "stem.";

    private NoiseStem() {}

    /** The candidate, or none if the generator has no such layers. */
    static Optional<WeightCandidate> find(Generator generator) {
        int latents = generator.latents().dimension();
        return StreamSupport.stream(generator.layers().spliterator(), false)
                .filter(layer -> layer.name().equals(NOISE))
                .map(Layer::outputShape)
                .filter(shape -> shape.dimension() == 1 && shape.get(0) < latents)
                .findFirst()
                .flatMap(shape -> stem(generator, Math.toIntExact(shape.get(0)), latents));
    }

    private static Optional<WeightCandidate> stem(Generator generator, int noise, int latents) {
        return generator.parameters().entrySet().stream()
                .filter(weight -> weight.getKey().startsWith(STEM))
                .filter(weight -> takes(weight, noise))
                .findFirst()
                .map(weight -> new WeightCandidate(
                        weight.getKey(),
                        weight.getValue().getShape(),
                        WeightKind.LINEAR,
                        WeightCandidate.Role.FIRST_STEP,
                        0,
                        CodeSpace.z(latents),
                        0,
                        noise,
                        0,
                        "EigenGAN: the noise, which the first " + noise + " of " + latents + " latents are"));
    }

    private static boolean takes(Map.Entry<String, NDArray> weight, int inputs) {
        Shape shape = weight.getValue().getShape();
        return WeightKind.LINEAR.fits(shape) && WeightKind.LINEAR.inputs(shape) == inputs;
    }
}
