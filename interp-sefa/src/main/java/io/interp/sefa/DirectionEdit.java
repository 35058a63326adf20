package io.interp.sefa;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Steps along one or several directions of one space, made at once: {@code code + sum of alpha n}. A value; it composes by
 * addition, so the order does not matter, and directions that move different layers of W+ go together.
 */
@CheckReturnValue
public final class DirectionEdit {

    /**
     * One step.
     *
     * @param direction the direction
     * @param alpha how far, in units of the code
     */
    public record Step(Direction direction, double alpha) {

        /**
         * Checks the step.
         *
         * @throws IllegalArgumentException if alpha is not finite
         */
        public Step {
            if (!Double.isFinite(alpha)) {
                throw new IllegalArgumentException(
                        "the step along '" + direction.name() + "' must be finite, got " + alpha);
            }
        }
    }

    private final List<Step> steps;

    private DirectionEdit(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * {@return an edit of one step}
     *
     * @param direction the direction
     * @param alpha how far
     */
    public static DirectionEdit of(Direction direction, double alpha) {
        return new DirectionEdit(List.of(new Step(direction, alpha)));
    }

    /**
     * {@return this edit and one more step}
     *
     * @param direction a direction of the same space
     * @param alpha how far
     * @throws IllegalArgumentException if it belongs to another space
     */
    public DirectionEdit and(Direction direction, double alpha) {
        space().requireSame(direction.space(), "direction '" + direction.name() + "'");
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(direction, alpha));
        return new DirectionEdit(more);
    }

    /**
     * {@return the same edit, all steps longer or shorter}
     *
     * @param factor what each alpha is multiplied by; -1 undoes the edit
     */
    public DirectionEdit times(double factor) {
        return new DirectionEdit(steps.stream()
                .map(s -> new Step(s.direction(), s.alpha() * factor))
                .toList());
    }

    /** {@return the steps} */
    public List<Step> steps() {
        return steps;
    }

    /** {@return the space of its directions} */
    public CodeSpace space() {
        return steps.get(0).direction().space();
    }

    /**
     * Moves codes. Where all steps are 0 the very codes are returned; layers of W+ that no step moves keep every bit.
     *
     * @param codes codes of the edit's space
     * @return the moved codes, owned by the manager of the codes
     * @throws IllegalArgumentException if the codes belong to another space
     */
    public Codes apply(Codes codes) {
        codes.space()
                .requireSame(space(), "direction '" + steps.get(0).direction().name() + "'");
        Map<Integer, double[]> offsets = offsets();
        if (offsets.isEmpty()) {
            return codes;
        }
        return CodeLayers.change(
                codes,
                List.copyOf(offsets.keySet()),
                (layer, rows) -> rows.add(CodeLayers.row(rows.getManager(), offsets.get(layer))));
    }

    /** The sum of all steps by layer; 0 stands for the only code of Z and W. */
    private Map<Integer, double[]> offsets() {
        Map<Integer, double[]> offsets = new HashMap<>();
        for (Step step : steps) {
            if (step.alpha() != 0) {
                Direction direction = step.direction();
                List<Integer> layers = direction.layers().isEmpty() ? List.of(0) : direction.layers();
                double[] vector = direction.vector();
                for (int layer : layers) {
                    double[] offset = offsets.computeIfAbsent(layer, l -> new double[vector.length]);
                    Vectors.addScaled(offset, vector, step.alpha());
                }
            }
        }
        return offsets;
    }

    /** {@return the steps, such as {@code +1.5 direction 0}} */
    @Override
    public String toString() {
        return steps.stream()
                .map(s -> (s.alpha() < 0 ? "" : "+") + s.alpha() + " "
                        + s.direction().name())
                .collect(Collectors.joining(", "));
    }
}
