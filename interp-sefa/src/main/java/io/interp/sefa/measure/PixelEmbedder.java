package io.interp.sefa.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.interp.core.stat.Embedder;

/** The pixels themselves as features: for images too small for a network. */
public final class PixelEmbedder implements Embedder {

    private final Shape imageShape;

    /**
     * Creates the embedder.
     *
     * @param imageShape the shape (C, H, W) of one image
     */
    public PixelEmbedder(Shape imageShape) {
        this.imageShape = imageShape;
    }

    @Override
    public String name() {
        return "pixels";
    }

    @Override
    public int dimension() {
        return Math.toIntExact(imageShape.size());
    }

    @Override
    public NDArray embed(NDArray images) {
        if (images.getShape().dimension() != 4 || !images.getShape().slice(1).equals(imageShape)) {
            throw new IllegalArgumentException(
                    "images must be [N, C, H, W] of shape " + imageShape + " each, got " + images.getShape());
        }
        return images.reshape(images.getShape().get(0), -1).duplicate();
    }

    @Override
    public void close() {}
}
