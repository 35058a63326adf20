package io.interp.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.interp.core.Generator;
import io.interp.core.Pass;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.ConceptSwap;
import io.interp.partition.concept.SwapResult;
import io.interp.partition.energy.EnergyModel;
import io.interp.partition.energy.LangevinChain;
import io.interp.partition.energy.LangevinOptions;
import io.interp.partition.energy.Scale;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Moves latents by Langevin chains to where the maps they give, or the maps after an exchange, are more probable under
 * the energy model.
 *
 * <p>Li et al., "Interpretable Generative Adversarial Networks", AAAI 2022, equation 9 and the section on modifying
 * concepts, with the logarithm of the density.
 */
final class LatentRevision {

    private final Generator generator;
    private final String layer;
    private final PartitionOptions options;
    private final EnergyModel energy;
    private final Scale scale;

    LatentRevision(Generator generator, String layer, PartitionOptions options, EnergyModel energy, Scale scale) {
        this.generator = generator;
        this.layer = layer;
        this.options = options;
        this.energy = energy;
        this.scale = scale;
    }

    /** Chains over the energy of each latent's own maps. */
    LangevinChain.Revision revise(NDArray latents, LangevinOptions langevin, long... noise) {
        return revise(latents, UnaryOperator.identity(), langevin, noise);
    }

    private LangevinChain.Revision revise(
            NDArray latents, UnaryOperator<NDArray> edit, LangevinOptions langevin, long... noise) {
        return LangevinChain.revise(
                latents,
                generator.latents(),
                z -> {
                    NDArray maps = edit.apply(generator.activation(z, layer, Pass.DIFFERENTIABLE)); // [B, M, h, w]
                    return energy.energy(FilterMaps.pooled(maps, FilterMaps.block(generator, options, layer)), scale);
                },
                langevin,
                Draws.stream(noise[0], Arrays.copyOfRange(noise, 1, noise.length)));
    }

    /** Chains over both images of an exchange, each of which feels the energy of both exchanged maps. */
    ConceptSwap.Exchange exchange(
            NDManager manager,
            ConceptSwap swap,
            Concept concept,
            NDArray first,
            NDArray second,
            LangevinOptions langevin,
            long... noise) {
        ConceptSwap.Exchange plain = swap.exchange(manager, concept, first, second, 1);
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            long pairs = first.getShape().get(0);
            NDArray both = NDArrays.concat(new NDList(first, second)); // [2N, d]
            both.attach(scope);
            NDArray revised = revisedPairs(swap, concept, both, langevin, noise);
            NDArray maps = generator.activation(revised, layer, Pass.INFERENCE);
            NDArray images = generator.resume(revised, layer, exchanged(swap, concept, maps, pairs)); // [2N, C, H, W]
            return new ConceptSwap.Exchange(
                    replaced(manager, plain.first(), images.get("0:" + pairs)),
                    replaced(manager, plain.second(), images.get(pairs + ":")));
        }
    }

    /** Takes first and second latents, one half after the other, {@code [2N, d]}, to the ends of their chains. */
    NDArray revisedPairs(ConceptSwap swap, Concept concept, NDArray both, LangevinOptions langevin, long... noise) {
        long pairs = both.getShape().get(0) / 2;
        // The chains differentiate the sum of all energies, so each latent feels both exchanged maps it has a part in.
        return revise(both, maps -> exchanged(swap, concept, maps, pairs), langevin, noise)
                .latents();
    }

    private static NDArray exchanged(ConceptSwap swap, Concept concept, NDArray maps, long pairs) {
        NDArray first = maps.get("0:" + pairs); // [N, M, h, w]
        NDArray second = maps.get(pairs + ":");
        return NDArrays.concat(
                new NDList(swap.mix(concept, first, second, 1), swap.mix(concept, second, first, 1))); // [2N, M, h, w]
    }

    private static SwapResult replaced(NDManager manager, SwapResult plain, NDArray images) {
        NDArray difference = images.sub(plain.target());
        images.attach(manager);
        difference.attach(manager);
        plain.result().close();
        plain.difference().close();
        return new SwapResult(List.of(plain.source()), plain.target(), images, difference);
    }
}
