package io.interp.sefa;

import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.Strategy;
import io.interp.core.stat.SymmetricEigenSolver;
import io.interp.sefa.weight.AffineWeights;
import io.interp.sefa.weight.NamedTensor;
import io.interp.sefa.weight.RgbStyles;
import io.interp.sefa.weight.WeightCandidate;
import io.interp.sefa.weight.WeightCandidates;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * SeFa: finds directions that change images most, from the weights alone, in less than a second and without a single run
 * of the generator.
 *
 * <pre>{@code
 * Directions found = new SefaStrategy().layers("0-1").top(5).apply(Gan.of(generator));
 * System.out.println(found);
 * }</pre>
 *
 * <p>Where the generator is a StyleGAN its styles are factorised and codes are moved in W+, on the layers that were
 * factorised and no others; else it is the first step that latents meet. Everything can be said by hand.
 *
 * <p>Settings are values; each change gives a new strategy.
 *
 * <h2>Reference</h2>
 * Shen and Zhou, "Closed-Form Factorization of Latent Semantics in GANs", CVPR 2021.
 */
@CheckReturnValue
public final class SefaStrategy implements Strategy<Directions> {

    private static final String NAME = "sefa";

    private final LayerSelector layers;
    private final RgbStyles rgb;
    private final Factorisation factorisation;
    private final OptionalInt count;
    private final List<NamedTensor> tensors;
    private final Optional<String> codeLayer;
    private final Optional<CodeSpace.Kind> kind;

    /**
     * The published settings: all layers, rows of length 1, of the styles of colours the last one; all directions.
     */
    public SefaStrategy() {
        this(
                LayerSelector.ALL,
                RgbStyles.LAST,
                new Factorisation(Normalisation.ROWS),
                OptionalInt.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private SefaStrategy(
            LayerSelector layers,
            RgbStyles rgb,
            Factorisation factorisation,
            OptionalInt count,
            List<NamedTensor> tensors,
            Optional<String> codeLayer,
            Optional<CodeSpace.Kind> kind) {
        this.layers = Objects.requireNonNull(layers, "layers");
        this.rgb = Objects.requireNonNull(rgb, "rgb");
        this.factorisation = factorisation;
        this.count = count;
        this.tensors = List.copyOf(tensors);
        this.codeLayer = codeLayer;
        this.kind = kind;
    }

    /**
     * {@return the same on some layers}
     *
     * @param text such as {@code all}, {@code 0-1}, {@code 2-5}, {@code 6-}
     * @throws IllegalArgumentException if the text names no layers
     */
    public SefaStrategy layers(String text) {
        return layers(LayerSelector.parse(text));
    }

    /**
     * {@return the same on some layers}
     *
     * @param selector which layers
     */
    public SefaStrategy layers(LayerSelector selector) {
        return new SefaStrategy(selector, rgb, factorisation, count, tensors, codeLayer, kind);
    }

    /**
     * {@return the same, giving only the first directions}
     *
     * @param directions how many, at least 1
     * @throws IllegalArgumentException if below 1
     */
    public SefaStrategy top(int directions) {
        if (directions < 1) {
            throw new IllegalArgumentException("the number of directions must be at least 1, got " + directions);
        }
        return new SefaStrategy(layers, rgb, factorisation, OptionalInt.of(directions), tensors, codeLayer, kind);
    }

    /**
     * {@return the same with rows weighed in another way}
     *
     * @param normalisation how rows are weighed
     */
    public SefaStrategy normalise(Normalisation normalisation) {
        Factorisation other = new Factorisation(normalisation, factorisation.solver(), factorisation.tolerance());
        return new SefaStrategy(layers, rgb, other, count, tensors, codeLayer, kind);
    }

    /**
     * {@return the same with another solver}
     *
     * @param solver finds eigenvectors, such as {@link SymmetricEigenSolver#portable()}
     */
    public SefaStrategy solver(SymmetricEigenSolver solver) {
        Factorisation other = new Factorisation(factorisation.normalisation(), solver, factorisation.tolerance());
        return new SefaStrategy(layers, rgb, other, count, tensors, codeLayer, kind);
    }

    /**
     * {@return the same with another choice among the styles of layers that write colours}
     *
     * @param styles which of them are factorised
     */
    public SefaStrategy rgbStyles(RgbStyles styles) {
        return new SefaStrategy(layers, styles, factorisation, count, tensors, codeLayer, kind);
    }

    /**
     * {@return the same on weights named by hand}
     *
     * @param named at least one tensor
     * @throws IllegalArgumentException if there is none
     */
    public SefaStrategy tensors(List<NamedTensor> named) {
        if (named.isEmpty()) {
            throw new IllegalArgumentException("name at least one weight");
        }
        return new SefaStrategy(layers, rgb, factorisation, count, named, codeLayer, kind);
    }

    /**
     * {@return the same where the codes of W or W+ are the output of a stated layer}
     *
     * @param layer a layer that gives {@code [N, d]} or {@code [N, L, d]}; of truncated codes where there is truncation
     */
    public SefaStrategy codesFrom(String layer) {
        return new SefaStrategy(layers, rgb, factorisation, count, tensors, Optional.of(layer), kind);
    }

    /**
     * {@return the same in one kind of space, such as Z of a StyleGAN, whose first step is that of its mapping}
     *
     * @param space the kind
     */
    public SefaStrategy space(CodeSpace.Kind space) {
        return new SefaStrategy(layers, rgb, factorisation, count, tensors, codeLayer, Optional.of(space));
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * {@return the weights there are to choose from}
     *
     * @param generator the generator; not run
     * @throws IllegalArgumentException if a weight or layer named by hand does not exist or does not fit
     */
    public WeightCandidates candidates(Generator generator) {
        return tensors.isEmpty()
                ? WeightCandidates.of(generator, codeLayer)
                : WeightCandidates.named(generator, tensors, codeLayer);
    }

    @Override
    public Directions apply(Gan gan) {
        return apply(gan.generator());
    }

    /**
     * Finds the directions of a generator.
     *
     * @param generator the generator; not changed and not run
     * @return the directions, best first, with no native memory
     * @throws IllegalArgumentException if it has no weights that fit the settings
     */
    public Directions apply(Generator generator) {
        WeightCandidates candidates = candidates(generator);
        CodeSpace.Kind chosenKind = kind.orElseGet(() -> candidates.space().kind());
        List<WeightCandidate> chosen = candidates.select(chosenKind, layers, rgb);
        CodeSpace space = chosen.get(0).space();
        List<Integer> numbers =
                chosen.stream().map(WeightCandidate::layer).distinct().sorted().toList();
        List<AffineWeights> weights =
                chosen.stream().map(c -> c.read(generator)).toList();
        Origin origin = new Origin(
                generator.name(),
                generator.fingerprint(),
                NAME,
                factorisation.normalisation(),
                numbers,
                chosen.stream().map(WeightCandidate::tensor).toList(),
                space.kind() == CodeSpace.Kind.Z ? Optional.empty() : candidates.codeLayer(),
                0,
                0);
        List<Integer> moved = space.kind() == CodeSpace.Kind.W_PLUS ? numbers : List.of();
        Directions all = factorisation.of(weights, space, moved, origin);
        return count.isPresent() ? all.top(count.getAsInt()) : all;
    }
}
