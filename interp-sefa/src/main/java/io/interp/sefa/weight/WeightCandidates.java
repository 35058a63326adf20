package io.interp.sefa.weight;

import io.interp.core.Generator;
import io.interp.core.Layer;
import io.interp.core.LayerTable;
import io.interp.core.NearNames;
import io.interp.sefa.CodeSpace;
import io.interp.sefa.LayerSelector;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The weights of a generator that can be factorised: found by the names and shapes of its weights, the order of its layers
 * and the size of its latents, without a run. Prints as a table.
 *
 * <p>Styles of StyleGAN generators are preferred, in W+ where a layer gives one code for each of them and in W where it
 * gives one; then latents and conditional norms of BigGAN and the noise of EigenGAN; then the first affine step of any
 * other generator.
 */
public final class WeightCandidates extends AbstractList<WeightCandidate> {

    private final String model;
    private final Set<String> tensors;
    private final List<WeightCandidate> candidates;
    private final Optional<String> codeLayer;
    private final List<String> notes;

    private WeightCandidates(
            Generator generator, List<WeightCandidate> candidates, Optional<String> codeLayer, List<String> notes) {
        this.model = generator.name();
        this.tensors = generator.parameters().keySet();
        this.candidates = List.copyOf(candidates);
        this.codeLayer = codeLayer;
        this.notes = List.copyOf(notes);
    }

    /**
     * Finds the candidates.
     *
     * @param generator the generator; not run
     * @return the candidates, preferred ones first; none if there are none
     */
    public static WeightCandidates of(Generator generator) {
        return of(generator, Optional.empty());
    }

    /**
     * Finds the candidates where codes come out of a stated layer.
     *
     * @param generator the generator; not run
     * @param codeLayer the layer that gives {@code [N, d]} or {@code [N, L, d]} codes; empty to look for it
     * @return the candidates
     * @throws IllegalArgumentException if there is no such layer, or it gives no codes
     */
    public static WeightCandidates of(Generator generator, Optional<String> codeLayer) {
        codeLayer.ifPresent(layer -> codesOf(generator.layers().named(layer)));
        List<WeightCandidate> found = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Optional<String> from = styles(generator, codeLayer, found, notes);
        List<WeightCandidate> parts = new ArrayList<>(BigGanChunks.find(generator));
        NoiseStem.find(generator).ifPresent(parts::add);
        found.addAll(parts);
        if (parts.isEmpty()) {
            FirstStep first = new FirstStep(generator);
            first.candidate().ifPresent(found::add);
            notes.addAll(first.notes());
        }
        return new WeightCandidates(generator, found, from, notes);
    }

    /**
     * Takes weights that a person names.
     *
     * @param generator the generator; not run
     * @param named at least one tensor
     * @param codeLayer the layer whose output the codes are; empty for the latents
     * @return candidates for these tensors alone
     * @throws IllegalArgumentException if there is no such tensor or layer, or its inputs are not the code
     */
    public static WeightCandidates named(Generator generator, List<NamedTensor> named, Optional<String> codeLayer) {
        CodeSpace space = codeLayer
                .map(layer -> codesOf(generator.layers().named(layer)))
                .orElse(CodeSpace.z(generator.latents().dimension()));
        List<WeightCandidate> found =
                named.stream().map(n -> named(generator, n, space)).toList();
        return new WeightCandidates(generator, found, codeLayer, List.of());
    }

    private static WeightCandidate named(Generator generator, NamedTensor named, CodeSpace space) {
        String tensor = named.tensor();
        if (!generator.parameters().containsKey(tensor)) {
            throw new IllegalArgumentException(NearNames.unknown(
                    "weight",
                    tensor,
                    "generator '" + generator.name() + "'",
                    generator.parameters().keySet()));
        }
        var shape = generator.parameters().get(tensor).getShape();
        int needed = named.from() + space.dimension();
        WeightKind kind = named.kind()
                .or(() -> FirstStep.kind(tensor, shape, needed))
                .orElseThrow(() -> new IllegalArgumentException("weight '" + tensor + "' " + shape
                        + " does not tell inputs from outputs; name it with its kind, one of LINEAR, CONVOLUTION,"
                        + " TRANSPOSED_CONVOLUTION"));
        if (kind.inputs(shape) < needed) {
            throw new IllegalArgumentException("weight '" + tensor + "' " + shape + " has " + kind.inputs(shape)
                    + " inputs as " + kind + "; codes of " + space + " from input " + named.from() + " on need "
                    + needed + "; name another kind or another weight");
        }
        if (space.kind() == CodeSpace.Kind.W_PLUS && named.layer() >= space.layers()) {
            throw new IllegalArgumentException("weight '" + tensor + "' is named as layer " + named.layer() + ", but "
                    + space + " has layers 0 to " + (space.layers() - 1));
        }
        return new WeightCandidate(
                tensor,
                shape,
                kind,
                WeightCandidate.Role.NAMED,
                named.layer(),
                space,
                named.from(),
                space.dimension(),
                0,
                "named by hand");
    }

    private static CodeSpace codesOf(Layer layer) {
        var shape = layer.outputShape();
        return switch (shape.dimension()) {
            case 1 -> CodeSpace.w(Math.toIntExact(shape.get(0)));
            case 2 -> CodeSpace.wPlus(Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)));
            default ->
                throw new IllegalArgumentException("layer '" + layer.name() + "' gives " + shape
                        + "; codes are [N, d], or [N, L, d] with one for each layer");
        };
    }

    private static Optional<String> styles(
            Generator generator, Optional<String> given, List<WeightCandidate> found, List<String> notes) {
        List<StyleFamily.Style> styles = StyleFamily.find(generator.parameters());
        if (styles.isEmpty()) {
            if (given.isPresent()) {
                throw new IllegalArgumentException("generator '" + generator.name() + "' has no weights named as styles"
                        + " that could take the codes of layer '" + given.get() + "'; name its weights by hand");
            }
            return given;
        }
        int size = Math.toIntExact(styles.get(0).shape().get(1));
        int count = styles.stream().mapToInt(StyleFamily.Style::layer).max().orElseThrow() + 1;
        for (StyleFamily.Style style : styles) {
            if (style.shape().get(1) != size) {
                notes.add(style.tensor() + " " + style.shape() + ": a style of codes of "
                        + style.shape().get(1) + ", the first takes " + size + "; the styles are not used");
                return given;
            }
        }
        Optional<String> layer =
                given.or(() -> codeLayer(generator.layers(), styles.get(0).tensor(), count, size));
        CodeSpace space =
                layer.map(name -> codesOf(generator.layers().named(name))).orElse(CodeSpace.wPlus(count, size));
        if (space.dimension() != size || (space.kind() == CodeSpace.Kind.W_PLUS && space.layers() < count)) {
            throw new IllegalArgumentException("layer '" + layer.orElseThrow() + "' gives codes of " + space
                    + ", but the styles take " + count + " codes of " + size + "; name another layer");
        }
        if (layer.isEmpty()) {
            notes.add("no layer was found that gives the " + count + " codes of " + size
                    + "; directions are found all the same, name the layer to move along them");
        }
        for (StyleFamily.Style style : styles) {
            found.add(new WeightCandidate(
                    style.tensor(),
                    style.shape(),
                    WeightKind.LINEAR,
                    style.rgb() ? WeightCandidate.Role.RGB_STYLE : WeightCandidate.Role.STYLE,
                    style.layer(),
                    space,
                    0,
                    size,
                    0,
                    style.family() + (style.rgb() ? ": style of colours" : ": style")));
        }
        return layer;
    }

    /** The last layer before the first style that gives all codes, or else the last that gives one. */
    private static Optional<String> codeLayer(LayerTable layers, String firstStyle, int count, int size) {
        Optional<String> one = Optional.empty();
        Optional<String> all = Optional.empty();
        for (Layer layer : layers) {
            if (firstStyle.startsWith(layer.name() + ".")) {
                break;
            }
            var shape = layer.outputShape();
            if (shape.dimension() == 2 && shape.get(0) >= count && shape.get(1) == size) {
                all = Optional.of(layer.name());
            } else if (shape.dimension() == 1 && shape.get(0) == size) {
                one = Optional.of(layer.name());
            }
        }
        return all.isPresent() ? all : one;
    }

    @Override
    public WeightCandidate get(int index) {
        return candidates.get(index);
    }

    @Override
    public int size() {
        return candidates.size();
    }

    /** {@return in W and W+ the layer whose output the codes are; empty for latents, or where none was found} */
    public Optional<String> codeLayer() {
        return codeLayer;
    }

    /**
     * {@return the space of the preferred candidates}
     *
     * @throws IllegalArgumentException if there is no candidate
     */
    public CodeSpace space() {
        requireSome();
        return candidates.get(0).space();
    }

    private void requireSome() {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("no weight of generator '" + model
                    + "' was found to take its latents; name one by hand with its kind. "
                    + (notes.isEmpty() ? "Its weights: " + String.join(", ", tensors) : String.join("; ", notes)));
        }
    }

    /**
     * {@return the candidates of one kind of space alone}
     *
     * @param kind the kind
     * @throws IllegalArgumentException if there is none
     */
    public List<WeightCandidate> of(CodeSpace.Kind kind) {
        List<WeightCandidate> some =
                candidates.stream().filter(c -> c.space().kind() == kind).toList();
        if (some.isEmpty()) {
            requireSome();
            throw new IllegalArgumentException("generator '" + model + "' has no weight that codes of " + kind.title()
                    + " meet; there are weights for "
                    + candidates.stream()
                            .map(c -> c.space().toString())
                            .distinct()
                            .collect(Collectors.joining(" and ")));
        }
        return some;
    }

    /**
     * Chooses among the preferred candidates.
     *
     * @param layers which layers
     * @param rgb which styles of colours
     * @return the weights of those layers, in the order of layers
     * @throws IllegalArgumentException if there is no such layer, or nothing is chosen
     */
    public List<WeightCandidate> select(LayerSelector layers, RgbStyles rgb) {
        return select(space().kind(), layers, rgb);
    }

    /**
     * Chooses among the candidates of one kind of space.
     *
     * @param kind the kind
     * @param layers which layers
     * @param rgb which styles of colours
     * @return the weights of those layers, in the order of layers
     * @throws IllegalArgumentException if there is no such layer, or nothing is chosen
     */
    public List<WeightCandidate> select(CodeSpace.Kind kind, LayerSelector layers, RgbStyles rgb) {
        List<WeightCandidate> some = of(kind);
        int count = some.stream().mapToInt(WeightCandidate::layer).max().orElseThrow() + 1;
        List<Integer> wanted = layers.select(count);
        OptionalInt lastRgb = some.stream()
                .filter(c -> c.role() == WeightCandidate.Role.RGB_STYLE)
                .mapToInt(WeightCandidate::layer)
                .max();
        List<WeightCandidate> chosen = some.stream()
                .filter(c -> wanted.contains(c.layer()))
                .filter(c -> c.role() != WeightCandidate.Role.RGB_STYLE
                        || rgb == RgbStyles.ALL
                        || (rgb == RgbStyles.LAST && c.layer() == lastRgb.orElseThrow()))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("layers '" + layers + "' have no weights to factorise with styles of"
                    + " colours " + rgb.name().toLowerCase(Locale.ROOT) + "; the layers with weights are "
                    + some.stream().map(WeightCandidate::layer).distinct().toList());
        }
        return chosen;
    }

    /** {@return one line a candidate: layer, tensor, shape, how it is stored, space, matrix and why; then what was passed over} */
    @Override
    public String toString() {
        int tensor =
                candidates.stream().mapToInt(c -> c.tensor().length()).max().orElse(6);
        String row = "%5s  %-" + Math.max(6, tensor) + "s  %-18s  %-22s  %-14s  %-13s  %s";
        StringBuilder text = new StringBuilder(
                String.format(row, "layer", "weight", "shape", "stored as", "space", "matrix", "why"));
        for (WeightCandidate c : candidates) {
            text.append('\n')
                    .append(String.format(
                            row,
                            c.layer(),
                            c.tensor(),
                            c.shape(),
                            c.kind().name().toLowerCase(Locale.ROOT),
                            c.space(),
                            c.rows() + " x " + c.columns(),
                            c.why()));
        }
        if (candidates.isEmpty()) {
            text.append("\nnone: name a weight by hand with its kind");
        }
        codeLayer.ifPresent(layer ->
                text.append("\ncodes are the output of layer '").append(layer).append('\''));
        notes.forEach(note -> text.append("\npassed over: ").append(note));
        return text.toString();
    }
}
