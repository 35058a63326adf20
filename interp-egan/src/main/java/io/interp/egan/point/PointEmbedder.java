package io.interp.egan.point;

import ai.djl.ndarray.NDArray;
import io.interp.core.stat.Embedder;

/** Takes points for what they are: two coordinates. Owns nothing. */
public final class PointEmbedder implements Embedder {

    /** Creates the embedder. */
    public PointEmbedder() {}

    @Override
    public String name() {
        return "point";
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public NDArray embed(NDArray images) {
        if (!images.getShape().slice(1).equals(PointSource.POINT)) {
            throw new IllegalArgumentException("points must be [N, 1, 1, 2], got " + images.getShape());
        }
        return images.reshape(images.getShape().get(0), 2); // [N, 2]
    }

    @Override
    public void close() {}
}
