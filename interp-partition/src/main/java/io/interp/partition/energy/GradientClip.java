package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.InterpException;
import io.interp.core.tensor.GradScope;

/** Limits the global norm of gradients: the root of the sum of squares over all of them. */
public final class GradientClip {

    private GradientClip() {}

    /**
     * Scales gradients down together, in place, if their global norm is above a limit.
     *
     * @param gradients the gradients
     * @param maxNorm the limit, above 0; infinite only to measure
     * @return the global norm before
     * @throws IllegalArgumentException if the limit is not positive
     * @throws InterpException if the norm is not finite; the gradients are then as they were
     */
    public static double clip(NDList gradients, double maxNorm) {
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("the largest norm of gradients must be above 0, got " + maxNorm);
        }
        try (GradScope off = GradScope.off()) {
            double square = 0;
            for (NDArray gradient : gradients) {
                square += squaredNorm(gradient);
            }
            double norm = Math.sqrt(square);
            if (!Double.isFinite(norm)) {
                throw new InterpException("the norm of " + gradients.size() + " gradients is " + norm
                        + "; skip this step or restore an earlier state");
            }
            if (norm > maxNorm) {
                gradients.forEach(gradient -> gradient.muli(maxNorm / norm));
            }
            return norm;
        }
    }

    private static double squaredNorm(NDArray array) {
        try (NDManager scope = array.getManager().newSubManager()) {
            NDArray wide = array.toType(DataType.FLOAT64, true);
            wide.attach(scope);
            return wide.square().sum().getDouble();
        }
    }
}
