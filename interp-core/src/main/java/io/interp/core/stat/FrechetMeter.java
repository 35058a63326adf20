package io.interp.core.stat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;

/**
 * Measures how far apart two sets of images are: the {@link FrechetDistance} between their {@link Embedder} features.
 *
 * <p>Images stream through in batches and only a {@link RunningCovariance} is kept of a set, which can be saved and
 * used again:
 *
 * <pre>{@code
 * FrechetMeter meter = new FrechetMeter(embedder);
 * RunningCovariance real = meter.collect(manager, data::next, 10_000, 64);
 * RunningCovariance fake = meter.collect(manager, (m, n) -> generate(latents(m, n)), 10_000, 64);
 * double distance = meter.distance(real, fake);
 * }</pre>
 *
 * <p>The estimate is biased upwards for few images, so compare only sets of equal size; use more images than the
 * embedder has dimensions.
 */
public final class FrechetMeter {

    private final Embedder embedder;
    private final FrechetDistance distance;

    /**
     * Uses the portable eigenvalue solver.
     *
     * @param embedder stays open; the caller closes it
     */
    public FrechetMeter(Embedder embedder) {
        this(embedder, new FrechetDistance());
    }

    /**
     * Uses a given distance, and so a given eigenvalue solver.
     *
     * @param embedder stays open; the caller closes it
     * @param distance compares the features
     */
    public FrechetMeter(Embedder embedder, FrechetDistance distance) {
        this.embedder = Objects.requireNonNull(embedder, "embedder");
        this.distance = Objects.requireNonNull(distance, "distance");
    }

    /**
     * Adds images to the summary of a set.
     *
     * @param features a summary of the embedder's dimension
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]; not changed, closed or kept
     * @throws IllegalArgumentException if the images do not fit the embedder, or the summary has another dimension
     */
    public void add(RunningCovariance features, NDArray images) {
        if (features.dimension() != embedder.dimension()) {
            throw new IllegalArgumentException("summary must have the " + embedder.dimension() + " dimensions of "
                    + embedder.name() + ", got " + features.dimension());
        }
        try (NDArray plain = images.stopGradient();
                NDArray embedded = embedder.embed(plain)) {
            Shape expected = new Shape(images.getShape().get(0), embedder.dimension());
            if (!embedded.getShape().equals(expected)) {
                throw new IllegalStateException("embedder " + embedder.name() + " must return shape " + expected
                        + ", got " + embedded.getShape());
            }
            features.add(embedded);
        }
    }

    /**
     * Summarises a set of images.
     *
     * @param manager parent of a short-lived manager for each batch
     * @param source where the images come from
     * @param images how many to take, 2 or more
     * @param batchSize how many to take at a time, 1 or more
     * @return the summary of their features; of fewer images if the source ended
     * @throws IllegalArgumentException if a number is out of range, or images do not fit the embedder
     */
    public RunningCovariance collect(NDManager manager, ImageStream source, long images, int batchSize) {
        if (images < 2) {
            throw new IllegalArgumentException("a set must have 2 or more images, got " + images);
        }
        StatOptions.positive("batch size", batchSize);
        RunningCovariance features = new RunningCovariance(embedder.dimension());
        while (features.count() < images) {
            int wanted = (int) Math.min(batchSize, images - features.count());
            try (NDManager batchManager = manager.newSubManager()) {
                NDArray batch = source.next(batchManager, wanted);
                if (batch.getShape().get(0) == 0) {
                    return features;
                }
                if (batch.getShape().get(0) > wanted) {
                    throw new IllegalArgumentException("source must give at most the " + wanted
                            + " images asked for, got shape " + batch.getShape());
                }
                add(features, batch);
            }
        }
        return features;
    }

    /**
     * The distance between two sets of images.
     *
     * @param first features of one set, two images or more
     * @param second features of the other
     * @return the squared Fréchet distance, 0 or more
     */
    public double distance(RunningCovariance first, RunningCovariance second) {
        return distance.between(first, second);
    }
}
