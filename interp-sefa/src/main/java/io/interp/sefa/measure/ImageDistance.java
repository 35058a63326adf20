package io.interp.sefa.measure;

import ai.djl.ndarray.NDArray;
import io.interp.core.stat.Embedder;
import io.interp.core.tensor.GradScope;

/** How different images look, pair by pair: a length, so that twice the change is about twice the distance. */
@FunctionalInterface
public interface ImageDistance {

    /**
     * Compares images.
     *
     * @param first {@code [N, C, H, W]} float32 in [-1, 1]
     * @param second the same number of images of the same shape
     * @return {@code [N]} float32 distances, 0 for equal images; owned by the manager of the first
     */
    NDArray between(NDArray first, NDArray second);

    /**
     * {@return the root of the mean squared difference of pixels, from 0 to 2}
     *
     * <p>The default everywhere. It sees whatever changes, also where something stands: the pooled features of random
     * convolutions, which need no weights either, miss just that.
     */
    static ImageDistance pixels() {
        return (first, second) -> rms(first, second);
    }

    /**
     * {@return the root of the mean squared difference of features}
     *
     * @param embedder gives the features, such as those of a network for perceptual distance; stays open
     */
    static ImageDistance features(Embedder embedder) {
        return (first, second) -> {
            NDArray a = embedder.embed(first); // [N, D]
            NDArray b = embedder.embed(second);
            NDArray distance = rms(a, b);
            a.close();
            b.close();
            return distance;
        };
    }

    private static NDArray rms(NDArray first, NDArray second) {
        if (!first.getShape().equals(second.getShape())) {
            throw new IllegalArgumentException(
                    "images to compare must have one shape, got " + first.getShape() + " and " + second.getShape());
        }
        try (GradScope off = GradScope.off();
                var scope = first.getManager().newSubManager()) {
            NDArray a = first.reshape(first.getShape().get(0), -1);
            a.attach(scope);
            NDArray b = second.reshape(second.getShape().get(0), -1);
            b.attach(scope);
            NDArray distance = a.sub(b).square().mean(new int[] {1}).sqrt(); // [N]
            distance.attach(first.getManager());
            return distance;
        }
    }
}
