package io.interp.eigengan.measure;

import io.interp.eigengan.EigenDimension;
import java.util.Locale;

/**
 * How important one dimension is, by three measures; shares are in percent of the dimension's layer.
 *
 * @param dimension which
 * @param scale |L|
 * @param scaleShare its share in the sum of |L|, such as {@code L1D1 24%}; mostly what L was before training
 * @param varianceShare its share in the sum of L squared, the share of variance where the generator is linear
 * @param effect how much images change: the mean over latents of the root mean squared difference of pixels between the
 *     coordinate at plus and at minus the span
 * @param effectShare its share in the sum of effects
 */
public record DimensionImportance(
        EigenDimension dimension,
        double scale,
        double scaleShare,
        double varianceShare,
        double effect,
        double effectShare) {

    /** {@return the dimension with its share of effect, such as {@code L1D1 24%}} */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.0f%%", dimension, effectShare);
    }
}
