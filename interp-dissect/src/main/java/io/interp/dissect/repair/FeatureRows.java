package io.interp.dissect.repair;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.stat.Embedder;
import io.interp.core.stat.RunningCovariance;
import io.interp.core.tensor.GradScope;

/** The features of images, row by row on the heap, so that any selection of images can be summarised. */
final class FeatureRows {

    private final int dimension;
    private final float[][] rows;

    FeatureRows(int dimension, int images) {
        if ((long) images * dimension > 1L << 29) {
            throw new IllegalArgumentException("features of " + images + " images with " + dimension
                    + " numbers each would take more than 2 GiB; use fewer images");
        }
        this.dimension = dimension;
        rows = new float[images][];
    }

    /** Embeds images as rows from {@code first} on. */
    void put(Embedder embedder, NDArray images, int first) {
        try (NDManager scope = images.getManager().newSubManager()) {
            NDArray features = embedder.embed(images);
            features.attach(scope);
            float[] values = features.toFloatArray();
            for (int i = 0; i < values.length / dimension; i++) {
                rows[first + i] = new float[dimension];
                System.arraycopy(values, i * dimension, rows[first + i], 0, dimension);
            }
        }
    }

    int size() {
        return rows.length;
    }

    /** {@return the summary of some rows, which may repeat} */
    RunningCovariance summary(NDManager manager, int... chosen) {
        float[] values = new float[Math.multiplyExact(chosen.length, dimension)];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(rows[chosen[i]], 0, values, i * dimension, dimension);
        }
        RunningCovariance summary = new RunningCovariance(dimension);
        try (GradScope off = GradScope.off();
                NDManager scope = manager.newSubManager()) {
            summary.add(scope.create(values, new Shape(chosen.length, dimension)));
        }
        return summary;
    }
}
