package io.interp.testkit.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.io.SafeTensors;
import io.interp.core.tensor.Draws;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import io.interp.core.train.Checkpoint;
import io.interp.testkit.paint.Painting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits a {@link PartNetwork} to paintings and their exact masks by cross-entropy. Each class is weighted by one over the root
 * of its share of pixels: small classes count for more than their size, but not so much that they spread beyond their
 * borders. Images are distorted and half of them mirrored. The same seed gives the same weights on the same kind of
 * processor with one thread.
 */
public final class SegmenterFitting {
    private static final Logger LOG = LoggerFactory.getLogger(SegmenterFitting.class);

    /**
     * How to fit.
     *
     * @param seed of the fresh weights and the batches
     * @param steps the number of steps
     * @param batch images a step
     * @param rate the first learning rate of Adam
     */
    public record Options(long seed, int steps, int batch, double rate) {}

    private final List<? extends Painting<?>> paintings;
    private final List<String> labels;
    private final Distortion distortion;
    private final Options options;
    private final int size;
    private final int pixels;
    private final float[] classWeights;

    /**
     * Prepares a fit.
     *
     * @param paintings what is learnt from, all of one size
     * @param labels the classes of their masks
     * @param distortion for images of their size
     * @param options how to fit
     */
    public SegmenterFitting(
            List<? extends Painting<?>> paintings, List<String> labels, Distortion distortion, Options options) {
        this.paintings = paintings;
        this.labels = labels;
        this.distortion = distortion;
        this.options = options;
        this.size = paintings.get(0).size();
        this.pixels = size * size;
        this.classWeights = classWeights();
    }

    /**
     * Fits, says how well paintings it has not seen are segmented, and writes the weights.
     *
     * @param block the network, without weights
     * @param unseen what is told from afterwards
     * @param name of the segmenter, for the file
     * @param file where the weights are written
     */
    public void fit(PartNetwork block, List<? extends Painting<?>> unseen, String name, Path file) {
        try (NDManager manager = NDManager.newBaseManager();
                SmallNetwork network = SmallNetwork.fresh(manager, block, size, options.seed())) {
            Map<String, NDArray> weights = network.weights();
            Fitting.run(manager, weights, options.steps(), options.rate(), (scope, step) -> loss(network, scope, step));
            Confusion confusion = compare(manager, network, unseen);
            LOG.info("share of pixels named rightly: {}", confusion.accuracy());
            for (int label = 0; label < labels.size(); label++) {
                LOG.info("intersection over union, {}: {}", labels.get(label), confusion.overlap(label));
            }
            SafeTensors.write(
                    file,
                    Checkpoint.copyOf(weights),
                    Map.of(
                            "name", name,
                            "seed", Long.toString(options.seed()),
                            "steps", Integer.toString(options.steps())));
            LOG.info("wrote {}", file);
        }
    }

    private NDArray loss(SmallNetwork network, NDManager scope, int step) {
        RandomGenerator random = Draws.stream(options.seed(), step);
        int batch = options.batch();
        int classes = labels.size();
        float[] images = new float[batch * 3 * pixels];
        float[] targets = new float[batch * classes * pixels];
        double total = 0;
        for (int n = 0; n < batch; n++) {
            Painting<?> painting = paintings.get(random.nextInt(paintings.size()));
            float[] values = painting.pixels();
            distortion.apply(values, random);
            boolean mirrored = random.nextBoolean();
            for (int i = 0; i < pixels; i++) {
                int from = mirrored ? mirror(i) : i;
                for (int channel = 0; channel < 3; channel++) {
                    images[(n * 3 + channel) * pixels + i] = values[channel * pixels + from];
                }
                int label = painting.mask()[from];
                targets[(n * classes + label) * pixels + i] = classWeights[label];
                total += classWeights[label];
            }
        }
        NDArray scores = network.forward(scope.create(images, new Shape(batch, 3, size, size))); // [N, K, H, W]
        NDArray target = scope.create(targets, new Shape(batch, classes, size, size));
        return TensorOps.scale(scores.logSoftmax(1).mul(target).sum(), -1 / total);
    }

    private Confusion compare(NDManager manager, SmallNetwork network, List<? extends Painting<?>> unseen) {
        Confusion confusion = new Confusion(labels.size());
        for (Painting<?> painting : unseen) {
            try (NDManager scope = manager.newSubManager();
                    GradScope off = GradScope.off()) {
                NDArray image = scope.create(painting.pixels(), new Shape(1, 3, size, size));
                long[] found = network.forward(image)
                        .argMax(1)
                        .toType(DataType.INT64, false)
                        .toLongArray();
                for (int i = 0; i < pixels; i++) {
                    confusion.add(painting.mask()[i], (int) found[i]);
                }
            }
        }
        return confusion;
    }

    private int mirror(int pixel) {
        int column = pixel % size;
        return pixel - column + size - 1 - column;
    }

    private float[] classWeights() {
        double[] share = new double[labels.size()];
        for (Painting<?> painting : paintings) {
            for (byte label : painting.mask()) {
                share[label] += 1.0 / (paintings.size() * (double) pixels);
            }
        }
        float[] weights = new float[share.length];
        for (int label = 0; label < weights.length; label++) {
            weights[label] = (float) (1 / Math.sqrt(share[label]));
        }
        return weights;
    }
}
