package io.interp.core.stat;

import ai.djl.ndarray.NDArray;

/**
 * A summary of a stream of activations or features, fed one batch at a time.
 *
 * @param <S> the type itself
 */
public interface RunningStat<S extends RunningStat<S>> extends MergeableStat<S> {

    /**
     * Adds a batch.
     *
     * <p>The batch is not changed, closed or kept, no gradient is recorded, and no engine memory is held after the call.
     * A batch without samples changes nothing.
     *
     * @param batch shape {@code [N, U]} or {@code [N, U, ...]} such as {@code [N, U, H, W]}, any real type; what a
     *     sample is when there are further dimensions is said by each statistic
     * @throws IllegalArgumentException if the shape does not fit, or a value is NaN or infinite (as float32); the
     *     statistic then stays as it was
     */
    void add(NDArray batch);
}
