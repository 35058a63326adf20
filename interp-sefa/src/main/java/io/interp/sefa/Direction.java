package io.interp.sefa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.tensor.GradScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A unit vector of a code space, along which codes are moved: {@code code + alpha n}, in W+ on stated layers only.
 * Immutable; every change gives a new direction.
 */
@CheckReturnValue
public final class Direction {

    /** What remains of a unit vector after a projection must be longer than this to be a direction of its own. */
    private static final double LEAST_REMAINDER = 1e-8;

    /** A vector whose length is 1 but for this is kept to the bit, so that saving and loading changes nothing. */
    private static final double ROUNDING = 1e-14;

    private final String name;
    private final Optional<String> label;
    private final CodeSpace space;
    private final List<Integer> layers;
    private final double[] vector;
    private final double centre;
    private final Optional<SpectralLine> line;
    private final AlphaRange range;

    private Direction(
            String name,
            Optional<String> label,
            CodeSpace space,
            List<Integer> layers,
            double[] vector,
            double centre,
            Optional<SpectralLine> line,
            AlphaRange range) {
        this.name = name;
        this.label = label;
        this.space = space;
        this.layers = layers;
        this.vector = vector;
        this.centre = centre;
        this.line = line;
        this.range = range;
    }

    /**
     * Creates a direction of Z or W.
     *
     * @param name a name that tells it from others
     * @param space the space
     * @param vector its {@code [d]} coordinates, of any length but 0; scaled to length 1
     * @return the direction
     * @throws IllegalArgumentException if the vector is zero, not finite or of another size, or the space is W+
     */
    public static Direction of(String name, CodeSpace space, double... vector) {
        return of(name, space, List.of(), vector);
    }

    /**
     * Creates a direction.
     *
     * @param name a name that tells it from others
     * @param space the space
     * @param layers in W+ the layers whose codes it moves; elsewhere empty
     * @param vector its {@code [d]} coordinates, of any length but 0; scaled to length 1
     * @return the direction
     * @throws IllegalArgumentException if the vector is zero, not finite or of another size, or the layers do not fit the
     *     space
     */
    public static Direction of(String name, CodeSpace space, List<Integer> layers, double... vector) {
        Objects.requireNonNull(name, "name");
        if (vector.length != space.dimension()) {
            throw new IllegalArgumentException("direction '" + name + "' of " + space + " must have "
                    + space.dimension() + " coordinates, got " + vector.length);
        }
        double length = Vectors.length(vector);
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new IllegalArgumentException(
                    "direction '" + name + "' must be a finite vector other than 0, its length is " + length);
        }
        return new Direction(
                name,
                Optional.empty(),
                space,
                checkLayers(name, space, layers),
                Math.abs(length - 1) < ROUNDING ? vector.clone() : Vectors.scale(vector, 1 / length),
                0,
                Optional.empty(),
                AlphaRange.DEFAULT);
    }

    private static List<Integer> checkLayers(String name, CodeSpace space, List<Integer> layers) {
        boolean several = space.kind() == CodeSpace.Kind.W_PLUS;
        if (layers.isEmpty() == several) {
            throw new IllegalArgumentException("direction '" + name + "' of " + space
                    + (several ? " needs the layers it moves, got none" : " has no layers, got " + layers));
        }
        for (int layer : layers) {
            if (several && (layer < 0 || layer >= space.layers())) {
                throw new IllegalArgumentException("direction '" + name + "' moves layer " + layer + ", but " + space
                        + " has layers 0 to " + (space.layers() - 1));
            }
        }
        return List.copyOf(new TreeSet<>(layers));
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** {@return what a person or a predictor called it} */
    public Optional<String> label() {
        return label;
    }

    /** {@return the space it belongs to} */
    public CodeSpace space() {
        return space;
    }

    /** {@return in W+ the layers it moves in rising order; elsewhere empty} */
    public List<Integer> layers() {
        return layers;
    }

    /** {@return a copy of its {@code [d]} coordinates, of length 1} */
    public double[] vector() {
        return vector.clone();
    }

    /** {@return the projection of a code that counts as 0: where a boundary lies, or the mean of the codes} */
    public double centre() {
        return centre;
    }

    /** {@return its place in the spectrum it was found in; empty for one that was not found by factorisation} */
    public Optional<SpectralLine> line() {
        return line;
    }

    /** {@return how far it is followed} */
    public AlphaRange range() {
        return range;
    }

    /**
     * {@return the same under another name}
     *
     * @param other the name
     */
    public Direction named(String other) {
        return new Direction(Objects.requireNonNull(other, "name"), label, space, layers, vector, centre, line, range);
    }

    /**
     * {@return the same with a label}
     *
     * @param text what it does, such as {@code smile}; empty to take the label away
     */
    public Direction labelled(String text) {
        return new Direction(
                name,
                text.isBlank() ? Optional.empty() : Optional.of(text),
                space,
                layers,
                vector,
                centre,
                line,
                range);
    }

    /**
     * {@return the same with another range}
     *
     * @param other how far it is followed
     */
    public Direction ranged(AlphaRange other) {
        return new Direction(name, label, space, layers, vector, centre, line, Objects.requireNonNull(other, "range"));
    }

    /**
     * {@return the same with another zero for {@link #moveTo}}
     *
     * @param projection the projection of a code that counts as 0
     */
    public Direction centred(double projection) {
        if (!Double.isFinite(projection)) {
            throw new IllegalArgumentException("the centre must be finite, got " + projection);
        }
        return new Direction(name, label, space, layers, vector, projection, line, range);
    }

    /**
     * {@return the same with its place in a spectrum}
     *
     * @param place the place
     */
    public Direction at(SpectralLine place) {
        return new Direction(name, label, space, layers, vector, centre, Optional.of(place), range);
    }

    /**
     * Moves codes by the same step: {@code code + alpha n}. An alpha of 0 returns the very codes.
     *
     * @param codes codes of this direction's space
     * @param alpha the step, in units of the code
     * @return the moved codes, owned by the manager of the codes
     * @throws IllegalArgumentException if the codes belong to another space
     */
    public Codes shift(Codes codes, double alpha) {
        return DirectionEdit.of(this, alpha).apply(codes);
    }

    /**
     * The place of codes along the direction, n . code less the centre; in W+ that of the mean of the codes on its layers.
     *
     * @param codes codes of this direction's space
     * @return {@code [N]} float32, owned by the manager of the codes
     * @throws IllegalArgumentException if the codes belong to another space
     */
    public NDArray projection(Codes codes) {
        codes.space().requireSame(space, "direction '" + name + "'");
        NDManager owner = codes.values().getManager();
        try (GradScope off = GradScope.off();
                NDManager scope = owner.newSubManager()) {
            NDArray rows = CodeLayers.mean(codes, layers, scope); // [N, d]
            NDArray places = along(scope, rows);
            NDArray flat = places.reshape(-1); // [N]
            flat.attach(owner);
            return flat;
        }
    }

    private NDArray along(NDManager scope, NDArray rows) {
        NDArray column = CodeLayers.row(scope, vector).transpose(); // [d, 1]
        return rows.matMul(column).sub((float) centre); // [N, 1]
    }

    /**
     * Moves every code to the same place along the direction, however far that is: {@code code + (place - projection) n},
     * in W+ each of its layers' codes on its own.
     *
     * @param codes codes of this direction's space
     * @param place the projection they will have
     * @return the moved codes, owned by the manager of the codes
     * @throws IllegalArgumentException if the codes belong to another space
     */
    public Codes moveTo(Codes codes, double place) {
        codes.space().requireSame(space, "direction '" + name + "'");
        return CodeLayers.change(codes, layers, (layer, rows) -> {
            NDManager scope = rows.getManager();
            NDArray way = along(scope, rows).neg().add((float) place); // [N, 1]
            return rows.add(way.matMul(CodeLayers.row(scope, vector))); // [N, d]
        });
    }

    /**
     * {@return the cosine of the angle to another direction}
     *
     * @param other a direction of as many coordinates
     * @throws IllegalArgumentException if it belongs to a space of another kind or size
     */
    public double cosine(Direction other) {
        requireComparable(other);
        return Vectors.dot(vector, other.vector);
    }

    /**
     * Adds directions up, weighed, and scales the sum to length 1.
     *
     * @param name the name of the result
     * @param parts at least one direction, all of one space and of the same layers
     * @param weights one for each
     * @return the direction of the sum
     * @throws IllegalArgumentException if they do not fit each other or cancel out
     */
    public static Direction sum(String name, List<Direction> parts, double... weights) {
        if (parts.isEmpty() || parts.size() != weights.length) {
            throw new IllegalArgumentException("a sum needs a direction and a weight for each, got " + parts.size()
                    + " directions and " + weights.length + " weights");
        }
        Direction first = parts.get(0);
        double[] sum = new double[first.vector.length];
        for (int i = 0; i < weights.length; i++) {
            Direction part = parts.get(i);
            first.space.requireSame(part.space, "direction '" + part.name + "'");
            if (!part.layers.equals(first.layers)) {
                throw new IllegalArgumentException("directions '" + first.name + "' and '" + part.name
                        + "' move different layers, " + first.layers + " and " + part.layers
                        + "; combine them as a DirectionEdit");
            }
            Vectors.addScaled(sum, part.vector, weights[i]);
        }
        return of(name, first.space, first.layers, sum);
    }

    /**
     * Takes away what the direction has in common with others, so that moving along it no longer moves along any of
     * them: the conditional manipulation of InterFaceGAN, and the projection out of a subspace.
     *
     * @param others directions of as many coordinates, orthogonal to each other or not
     * @return the rest, of length 1
     * @throws IllegalArgumentException if nothing is left, or one belongs to a space of another kind or size
     */
    public Direction orthogonaliseAgainst(List<Direction> others) {
        List<double[]> basis = new ArrayList<>();
        for (Direction other : others) {
            requireComparable(other);
            double[] rest = Vectors.without(other.vector, basis);
            double length = Vectors.length(rest);
            if (length > LEAST_REMAINDER) {
                basis.add(Vectors.scale(rest, 1 / length));
            }
        }
        double[] rest = Vectors.without(vector, basis);
        double length = Vectors.length(rest);
        if (!(length > LEAST_REMAINDER)) {
            throw new IllegalArgumentException("direction '" + name + "' lies in the span of the " + others.size()
                    + " directions it is to be orthogonal to; nothing is left of it");
        }
        return new Direction(name, label, space, layers, Vectors.scale(rest, 1 / length), 0, Optional.empty(), range);
    }

    /**
     * {@return the same direction on some of the layers it moves}
     *
     * @param selector which layers of the space
     * @throws IllegalArgumentException if the space has no layers, or none of those it moves are meant
     */
    public Direction restrictTo(LayerSelector selector) {
        if (space.kind() != CodeSpace.Kind.W_PLUS) {
            throw new IllegalArgumentException(
                    "direction '" + name + "' of " + space + " can't be restricted to layers; only W+ has them");
        }
        List<Integer> kept = new ArrayList<>(selector.select(space.layers()));
        kept.retainAll(layers);
        if (kept.isEmpty()) {
            throw new IllegalArgumentException(
                    "direction '" + name + "' moves layers " + layers + ", none of them is" + " in '" + selector + "'");
        }
        return new Direction(name, label, space, List.copyOf(kept), vector, centre, line, range);
    }

    private void requireComparable(Direction other) {
        boolean fits = other.space.kind() == space.kind() && other.vector.length == vector.length;
        if (!fits) {
            space.requireSame(other.space, "direction '" + other.name + "'");
        }
    }

    /** {@return name, label, space, layers and eigenvalue} */
    @Override
    public String toString() {
        return name
                + label.map(l -> " '" + l + "'").orElse("")
                + " in " + space
                + (layers.isEmpty() ? "" : " layers " + layers)
                + line.map(l -> String.format(Locale.ROOT, ", eigenvalue %.4g", l.eigenvalue()))
                        .orElse("");
    }
}
