package io.interp.testkit.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.interp.core.measure.SoftSegmenter;
import io.interp.core.tensor.GradScope;
import java.util.List;

/**
 * A segmenter by a {@link PartNetwork}. It sees images at the size of its network: larger ones are halved until they fit,
 * others are interpolated.
 */
public abstract class PartSegmenter implements SoftSegmenter {
    private final String name;
    private final List<String> labels;
    private final SmallNetwork network;

    /**
     * A segmenter.
     *
     * @param name a name for tables and results
     * @param labels the classes in the order of their indices
     * @param network gives {@code [N, K, h, w]} scores; taken over
     */
    protected PartSegmenter(String name, List<String> labels, SmallNetwork network) {
        this.name = name;
        this.labels = labels;
        this.network = network;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    /**
     * {@inheritDoc}
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], C of 1 or 3, any height and width
     * @return {@code [N, h, w]} int64 class indices at the size of the network, owned by the images' manager
     * @throws IllegalArgumentException if the images have another shape
     */
    @Override
    public NDArray segment(NDArray images) {
        try (GradScope off = GradScope.off();
                NDArray scores = network.look(images)) { // [N, K, h, w]
            return scores.argMax(1).toType(DataType.INT64, false); // [N, h, w]
        }
    }

    /**
     * The softmax score of one class at every pixel. Gradients flow to the images where gradients are on.
     *
     * @param images {@code [N, C, H, W]} float32 in [-1, 1], C of 1 or 3, any height and width
     * @param label the class, an index into {@link #labels()}
     * @return {@code [N, h, w]} float32 in [0, 1] at the size of the network, owned by the images' manager
     * @throws IllegalArgumentException if there is no such class or the images have another shape
     */
    @Override
    public NDArray softScore(NDArray images, int label) {
        if (label < 0 || label >= labels.size()) {
            throw new IllegalArgumentException("segmenter '" + name + "' has classes 0 to " + (labels.size() - 1) + " "
                    + labels + ", got " + label);
        }
        try (NDManager scope = images.getManager().newSubManager()) {
            NDArray scores = network.lookThrough(images); // [N, K, h, w]
            scores.attach(scope);
            NDArray score = scores.softmax(1).get(":, {}", label); // [N, h, w]
            score.attach(images.getManager());
            return score;
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
