package io.interp.dissect.intervene;

import io.interp.core.Edit;
import java.util.List;

/**
 * The levels k that units are set to by an insertion.
 *
 * @param layer the layer's name
 * @param rule how they were found
 * @param values one finite level a unit, in units of the activation
 */
public record UnitLevels(String layer, LevelRule rule, List<Double> values) {

    /**
     * Copies the values.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    public UnitLevels {
        values = List.copyOf(values);
        for (int unit = 0; unit < values.size(); unit++) {
            if (!Double.isFinite(values.get(unit))) {
                throw new IllegalArgumentException("the level of unit " + unit + " of layer '" + layer + "' is "
                        + values.get(unit) + ", it must be finite");
            }
        }
    }

    /**
     * {@return an edit that sets units to their levels everywhere; limit it with {@link Edit#masked}}
     *
     * @param units the units
     * @throws IllegalArgumentException if a unit is out of range
     */
    public Edit insertion(List<Integer> units) {
        float[] alpha = new float[values.size()];
        for (int unit : units) {
            if (unit < 0 || unit >= alpha.length) {
                throw new IllegalArgumentException(
                        "layer '" + layer + "' has units 0 to " + (alpha.length - 1) + ", got " + unit);
            }
            alpha[unit] = 1;
        }
        return Edit.of(layer, alpha, toFloats());
    }

    float[] toFloats() {
        float[] levels = new float[values.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = values.get(i).floatValue();
        }
        return levels;
    }
}
