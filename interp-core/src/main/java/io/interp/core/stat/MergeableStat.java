package io.interp.core.stat;

import io.interp.core.io.HostArray;
import java.util.Map;

/**
 * A summary of samples that can be merged with that of other samples, saved and restored.
 *
 * <p>Merging the summaries of two parts gives the summary of the whole, up to the rounding of doubles (or, for a
 * {@link RunningQuantile} beyond its buffer, up to its stated rank error). So a long pass can be spread over machines,
 * or stopped and resumed.
 *
 * @param <S> the type itself
 */
public interface MergeableStat<S extends MergeableStat<S>> {

    /**
     * Adds all that another summary has seen.
     *
     * @param other a summary with the same options; unchanged
     * @throws IllegalArgumentException if the options differ, or if {@code other} is this very object
     */
    void merge(S other);

    /** {@return how many samples were seen, per unit or dimension} */
    long count();

    /**
     * {@return all that this summary holds, as named arrays to write to a file; {@link #restore} brings it back bit for
     * bit}
     */
    Map<String, HostArray> state();

    /**
     * Replaces all that this summary holds by a saved state.
     *
     * @param state what {@link #state()} returned for a summary with the same options
     * @throws IllegalArgumentException if an array is missing or does not fit the options of this summary, which then
     *     stays as it was
     */
    void restore(Map<String, HostArray> state);
}
