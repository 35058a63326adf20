package io.interp.core.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.interp.core.stat.ImageStream;

/**
 * The Inception Score with any classifier: exp of the mean Kullback-Leibler divergence of p(class | image) from p(class).
 * It is 1 if all images look alike to the classifier, and the number of classes if it is sure of each image and all classes
 * are as frequent. Only scores of one classifier can be compared.
 *
 * <p>Images are added batch by batch; nothing but sums is kept. Not thread-safe.
 *
 * <h2>Reference</h2>
 *
 * Salimans et al., "Improved Techniques for Training GANs", NeurIPS 2016, section 4.
 */
public final class ClassifierScore {

    private final Classifier classifier;
    private final double[] sums;
    private double negativeEntropy;
    private long count;

    /**
     * Starts without images.
     *
     * @param classifier stays open; the caller closes it
     */
    public ClassifierScore(Classifier classifier) {
        this.classifier = classifier;
        sums = new double[classifier.labels().size()];
    }

    /**
     * Adds images.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1]; not changed, closed or kept
     * @throws IllegalArgumentException if the images do not fit the classifier
     * @throws IllegalStateException if the classifier's probabilities are none
     */
    public void add(NDArray images) {
        try (NDArray probabilities = classifier.probabilities(images)) {
            long rows = images.getShape().get(0);
            if (probabilities.size() != rows * sums.length) {
                throw new IllegalStateException("classifier '" + classifier.name() + "' must give [" + rows + ", "
                        + sums.length + "], it gave " + probabilities.getShape());
            }
            float[] values = probabilities.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                double p = values[i];
                if (!(p >= 0 && p <= 1 + 1e-4)) {
                    throw new IllegalStateException(
                            "classifier '" + classifier.name() + "' must give probabilities, it gave " + p);
                }
                sums[i % sums.length] += p;
                negativeEntropy += p > 0 ? p * Math.log(p) : 0;
            }
            count += rows;
        }
    }

    /**
     * Adds images of a stream.
     *
     * @param manager parent of a short-lived manager for each batch
     * @param source where the images come from
     * @param images how many to take; fewer if the stream ends
     * @param batchSize how many to take at a time, 1 or more
     * @throws IllegalArgumentException if a number is below 1
     */
    public void add(NDManager manager, ImageStream source, long images, int batchSize) {
        if (images < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "images and batch size must be at least 1, got " + images + " and " + batchSize);
        }
        long taken = 0;
        while (taken < images) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray batch = source.next(scope, (int) Math.min(batchSize, images - taken));
                if (batch.getShape().get(0) == 0) {
                    return;
                }
                add(batch);
                taken += batch.getShape().get(0);
            }
        }
    }

    /** {@return the number of images so far} */
    public long count() {
        return count;
    }

    /**
     * {@return the score, from 1 to the number of classes}
     *
     * @throws IllegalStateException if there were no images
     */
    public double value() {
        if (count == 0) {
            throw new IllegalStateException("a score needs images, none were added");
        }
        double divergence = negativeEntropy / count;
        for (double sum : sums) {
            divergence -= sum > 0 ? sum / count * Math.log(sum / count) : 0;
        }
        return Math.exp(divergence);
    }
}
