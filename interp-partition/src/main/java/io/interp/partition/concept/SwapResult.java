package io.interp.partition.concept;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Images before and after an edit. The arrays belong to the manager the edit was asked to give them to.
 *
 * @param sources what each piece was taken from, {@code [N, C, H, W]} float32 in [-1, 1] each, in the order of the
 *     pieces; for a move the images themselves
 * @param target the images before, {@code [N, C, H, W]}
 * @param result the images after, {@code [N, C, H, W]}
 * @param difference result minus target, {@code [N, C, H, W]} in [-2, 2]
 */
public record SwapResult(List<NDArray> sources, NDArray target, NDArray result, NDArray difference) {

    /** Copies the list. */
    public SwapResult {
        sources = List.copyOf(sources);
    }

    /** {@return what the first piece was taken from} */
    public NDArray source() {
        return sources.get(0);
    }
}
