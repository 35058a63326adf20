package io.interp.partition.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** A distance between embeddings of faces. Each embedder was trained for one of them. */
public enum EmbeddingDistance {

    /** The length of the difference. */
    EUCLIDEAN {
        @Override
        NDArray of(NDArray a, NDArray b) {
            return a.sub(b).square().sum(new int[] {1}).sqrt();
        }
    },

    /** One minus the cosine of the angle between them, in [0, 2]. */
    COSINE {
        @Override
        NDArray of(NDArray a, NDArray b) {
            int[] features = {1};
            NDArray lengths =
                    a.square().sum(features).mul(b.square().sum(features)).sqrt();
            return a.mul(b).sum(features).div(lengths).neg().add(1);
        }
    };

    /**
     * Computes the distances of rows.
     *
     * @param first {@code [N, D]}
     * @param second {@code [N, D]}
     * @return one distance per row
     */
    double[] between(NDArray first, NDArray second) {
        return of(first.toType(DataType.FLOAT64, true), second.toType(DataType.FLOAT64, true))
                .toDoubleArray();
    }

    abstract NDArray of(NDArray a, NDArray b);
}
