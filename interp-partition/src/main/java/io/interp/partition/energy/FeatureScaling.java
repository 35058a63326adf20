package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.tensor.TensorOps;
import io.interp.partition.mixture.FilterStatistics;
import java.util.Arrays;

/** Brings feature maps to the scale they are scored at; inactive filters become zero. */
final class FeatureScaling {

    /** Keeps the square root of a zero mean square, and its derivative, finite. */
    private static final float TINY = 1e-20f;

    private FeatureScaling() {}

    /** Scaled features [B, M, K] of maps [B, M, K], in the maps' manager. */
    static NDArray apply(NDArray maps, EnergyFeatures features, Scale scale, Grouping grouping) {
        return switch (features) {
            case NONE -> grouping.active == grouping.filters() ? maps : maps.mul(mask(maps.getManager(), grouping));
            case LAYER_RMS -> layerRms(maps, grouping);
            case FILTER_RMS -> {
                if (scale instanceof Scale.Constants constants) {
                    yield maps.mul(inverse(maps.getManager(), constants.rms(), grouping));
                }
                yield filterRms(maps, grouping);
            }
        };
    }

    private static NDArray layerRms(NDArray maps, Grouping grouping) {
        NDArray masked = maps.mul(mask(maps.getManager(), grouping)); // [B, M, K]
        long active = maps.getShape().get(2) * Math.max(1, grouping.active);
        NDArray meanSquare = TensorOps.scale(masked.square().sum(new int[] {1, 2}, true), 1.0 / active); // [B, 1, 1]
        return masked.div(TensorOps.atLeast(meanSquare, TINY).sqrt());
    }

    private static NDArray filterRms(NDArray maps, Grouping grouping) {
        long values = maps.getShape().get(0) * maps.getShape().get(2);
        NDArray meanSquare = TensorOps.scale(maps.square().sum(new int[] {0, 2}, true), 1.0 / values); // [1, M, 1]
        float floor = floor(meanSquare.toFloatArray(), grouping);
        NDArray scaled = maps.div(TensorOps.atLeast(meanSquare, floor).sqrt()); // [B, M, K]
        return grouping.active == grouping.filters() ? scaled : scaled.mul(mask(maps.getManager(), grouping));
    }

    /**
     * The smallest mean square a filter is divided by: one that has all but died since the groups were fitted would
     * otherwise be blown up and dominate the gradient. The same bound decides which filters are inactive at a fit.
     */
    private static float floor(float[] meanSquare, Grouping grouping) {
        double[] alive = new double[meanSquare.length];
        int count = 0;
        for (int j = 0; j < meanSquare.length; j++) {
            if (grouping.isActive(j) && meanSquare[j] > 0) {
                alive[count++] = meanSquare[j];
            }
        }
        if (count == 0) {
            return TINY;
        }
        Arrays.sort(alive, 0, count);
        double below = FilterStatistics.INACTIVE_BELOW;
        return (float) Math.max(TINY, below * below * alive[count / 2]);
    }

    private static NDArray inverse(NDManager manager, double[] rms, Grouping grouping) {
        if (rms.length != grouping.filters()) {
            throw new IllegalArgumentException(
                    "the model has " + grouping.filters() + " filters, the scale has " + rms.length);
        }
        float[] inverse = new float[rms.length];
        for (int j = 0; j < rms.length; j++) {
            if (grouping.isActive(j)) {
                if (rms[j] == 0) {
                    throw new IllegalArgumentException("filter " + j + " is in group " + grouping.groups[j]
                            + " but its scale is 0; give it group -1 or the scale its group was fitted with");
                }
                inverse[j] = (float) (1 / rms[j]);
            }
        }
        return manager.create(inverse, new Shape(1, rms.length, 1));
    }

    private static NDArray mask(NDManager manager, Grouping grouping) {
        float[] mask = new float[grouping.filters()];
        for (int j = 0; j < mask.length; j++) {
            mask[j] = grouping.isActive(j) ? 1 : 0;
        }
        // A copy has memory of the engine's own, which a recorded graph keeps alive; that of an upload it does not.
        try (NDArray uploaded = manager.create(mask, new Shape(1, mask.length, 1))) {
            return uploaded.duplicate();
        }
    }
}
