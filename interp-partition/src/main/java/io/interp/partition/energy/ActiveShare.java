package io.interp.partition.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.tensor.GradScope;

/** The share of a layer's activations that are above zero; its fall warns that rectified filters are dying. */
public final class ActiveShare {

    private ActiveShare() {}

    /**
     * Counts activations above zero.
     *
     * @param features rectified maps of any shape
     * @return their share, from 0 to 1
     * @throws IllegalArgumentException if there are no activations
     */
    public static double of(NDArray features) {
        if (features.size() == 0) {
            throw new IllegalArgumentException("the active share needs activations, got shape " + features.getShape());
        }
        try (GradScope off = GradScope.off();
                NDManager scope = features.getManager().newSubManager()) {
            NDArray positive = features.gt(0);
            positive.attach(scope);
            long count = positive.toType(DataType.INT64, false).sum().getLong();
            return count / (double) features.size();
        }
    }
}
