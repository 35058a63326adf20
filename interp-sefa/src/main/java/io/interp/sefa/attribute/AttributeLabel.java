package io.interp.sefa.attribute;

import java.util.Locale;

/**
 * The attribute that a direction changes more than any other.
 *
 * @param attribute its name
 * @param effect the mean change over a step, in standard deviations of the attribute; below 0 where it becomes less
 * @param margin how many times larger it is than the next attribute's; infinite where there is none
 */
public record AttributeLabel(String attribute, double effect, double margin) {

    /** {@return the name with the sign of the change, such as {@code smile +}} */
    public String text() {
        return attribute + (effect < 0 ? " -" : " +");
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%.2f sd, %.1f x the next)", text(), effect, margin);
    }
}
