package io.interp.core.block.published;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;

/** What BigGAN's norms are conditioned on: class embedding and latents side by side, read in this order. */
final class Condition extends PublishedBlock {

    private final int from;
    private final int to;
    private final boolean latentsFirst;

    /**
     * Creates the condition.
     *
     * @param embedding the size of the class embedding
     * @param from the first latent
     * @param to the one behind the last
     * @param latentsFirst whether the latents stand before the embedding
     */
    @SuppressWarnings("this-escape")
    Condition(int embedding, int from, int to, boolean latentsFirst) {
        super(0, (long) embedding + to - from);
        this.from = from;
        this.to = to;
        this.latentsFirst = latentsFirst;
    }

    @Override
    NDArray formula(Scope pass, List<NDArray> inputs) {
        NDArray embedding = inputs.get(0);
        NDArray latents = inputs.get(1).get(":, " + from + ":" + to);
        return NDArrays.concat(latentsFirst ? new NDList(latents, embedding) : new NDList(embedding, latents), 1);
    }
}
