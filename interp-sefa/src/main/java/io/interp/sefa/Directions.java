package io.interp.sefa;

import com.google.errorprone.annotations.CheckReturnValue;
import io.interp.core.Generator;
import io.interp.core.NearNames;
import io.interp.core.io.HostArray;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Directions of one space with where they come from, best first; prints as a table. Immutable, no native memory.
 *
 * <pre>{@code
 * Directions found = new SefaStrategy().top(5).apply(Gan.of(generator));
 * Codes moved = found.get(0).shift(Codes.z(z), 3);
 * NDArray images = generator.generate(moved.values());
 * }</pre>
 */
@CheckReturnValue
public final class Directions extends AbstractList<Direction> {

    private final CodeSpace space;
    private final Origin origin;
    private final List<Direction> directions;

    /**
     * Holds directions.
     *
     * @param space the space of all of them
     * @param origin where they come from
     * @param directions at least one, each of its own name
     * @throws IllegalArgumentException if there is none, one belongs to another space, or two have one name
     */
    public Directions(CodeSpace space, Origin origin, List<Direction> directions) {
        if (directions.isEmpty()) {
            throw new IllegalArgumentException("at least one direction is needed, got none");
        }
        Set<String> names = new HashSet<>();
        for (Direction direction : directions) {
            space.requireSame(direction.space(), "direction '" + direction.name() + "'");
            if (!names.add(direction.name())) {
                throw new IllegalArgumentException("two directions are named '" + direction.name() + "'");
            }
        }
        this.space = space;
        this.origin = origin;
        this.directions = List.copyOf(directions);
    }

    @Override
    public Direction get(int index) {
        return directions.get(index);
    }

    @Override
    public int size() {
        return directions.size();
    }

    /** {@return the space of all directions} */
    public CodeSpace space() {
        return space;
    }

    /** {@return where they come from} */
    public Origin origin() {
        return origin;
    }

    /**
     * Finds a direction by its name or its label.
     *
     * @param name the name or label
     * @return the direction
     * @throws IllegalArgumentException if there is none; the message lists near ones
     */
    public Direction named(String name) {
        return directions.stream()
                .filter(d ->
                        d.name().equals(name) || d.label().filter(name::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(NearNames.unknown(
                        "direction",
                        name,
                        origin.model(),
                        directions.stream().map(Direction::name).toList())));
    }

    /**
     * {@return the first directions}
     *
     * @param count how many, from 1 to their number
     * @throws IllegalArgumentException if there are fewer
     */
    public Directions top(int count) {
        if (count < 1 || count > size()) {
            throw new IllegalArgumentException(
                    "the number of directions must be from 1 to " + size() + ", got " + count);
        }
        return new Directions(space, origin, directions.subList(0, count));
    }

    /**
     * {@return the same with every direction changed}
     *
     * @param change gives a direction of the same space
     */
    public Directions map(UnaryOperator<Direction> change) {
        return new Directions(space, origin, directions.stream().map(change).toList());
    }

    /**
     * {@return the same and more, such as a boundary found from scores}
     *
     * @param more directions of the same space
     */
    public Directions and(List<Direction> more) {
        List<Direction> all = new ArrayList<>(directions);
        all.addAll(more);
        return new Directions(space, origin, all);
    }

    /**
     * {@return the same with labels}
     *
     * @param labels one for each direction, empty texts for none
     * @throws IllegalArgumentException if their number is another
     */
    public Directions labelled(List<String> labels) {
        if (labels.size() != size()) {
            throw new IllegalArgumentException(size() + " directions need as many labels, got " + labels.size());
        }
        return new Directions(
                space,
                origin,
                IntStream.range(0, size())
                        .mapToObj(i -> get(i).labelled(labels.get(i)))
                        .toList());
    }

    /** {@return the directions as rows, {@code [K][d]}; new arrays} */
    public double[][] vectors() {
        return directions.stream().map(Direction::vector).toArray(double[][]::new);
    }

    /** {@return the directions as an array {@code [K, d]} float64} */
    public HostArray toArray2d() {
        double[] rows = directions.stream()
                .flatMapToDouble(d -> Arrays.stream(d.vector()))
                .toArray();
        return HostArray.of(rows, size(), space.dimension());
    }

    /** {@return the eigenvalue of each, {@code [K]}; NaN for those that were not found by factorisation} */
    public double[] eigenvalues() {
        return directions.stream()
                .mapToDouble(d -> d.line().map(SpectralLine::eigenvalue).orElse(Double.NaN))
                .toArray();
    }

    /** {@return the share of each in the sum of all eigenvalues, {@code [K]}; NaN where there is none} */
    public double[] shares() {
        return directions.stream()
                .mapToDouble(d -> d.line().map(SpectralLine::share).orElse(Double.NaN))
                .toArray();
    }

    /**
     * {@return whether they were found on this very generator, weights included}
     *
     * @param generator the generator
     */
    public boolean cameFrom(Generator generator) {
        return generator.fingerprint().equals(origin.fingerprint());
    }

    /**
     * {@return where they come from, and a table: number, eigenvalue, share, gap, group, range and label of each}
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d directions of %s in %s, %s, from %s layers %s: %d rows%s%n",
                size(),
                origin.model(),
                space,
                origin.normalisation().name().toLowerCase(Locale.ROOT),
                origin.method(),
                origin.layers(),
                origin.rows(),
                origin.zeroRows() == 0 ? "" : ", " + origin.zeroRows() + " zero rows left out"));
        int width = directions.stream().mapToInt(d -> d.name().length()).max().orElse(0);
        String columns = "%-" + Math.max(9, width) + "s %12s %8s %10s %6s %16s  %s";
        text.append(String.format(columns, "direction", "eigenvalue", "share", "gap", "group", "range", "label"));
        for (Direction direction : directions) {
            String[] place = direction
                    .line()
                    .map(l -> new String[] {
                        String.format(Locale.ROOT, "%.6g", l.eigenvalue()),
                        String.format(Locale.ROOT, "%.2f%%", 100 * l.share()),
                        String.format(Locale.ROOT, "%.2e", l.gap()),
                        Integer.toString(l.group())
                    })
                    .orElse(new String[] {"", "", "", ""});
            String range = String.format(
                    Locale.ROOT,
                    "%.3g to %.3g",
                    direction.range().low(),
                    direction.range().high());
            text.append('\n')
                    .append(String.format(
                                    columns,
                                    direction.name(),
                                    place[0],
                                    place[1],
                                    place[2],
                                    place[3],
                                    range,
                                    direction.label().orElse(""))
                            .stripTrailing());
        }
        return text.toString();
    }
}
