package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.interp.core.internal.torch.HookableModule;
import io.interp.core.internal.torch.archive.TorchArchive;
import io.interp.core.io.Json;
import io.interp.core.measure.SoftSegmenter;
import io.interp.core.tensor.GradScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A segmenter from a TorchScript file with a JSON file beside it, a {@link SegmenterDescription}.
 *
 * <p>Where classes have several categories, those of each compete among themselves and every pixel gets one class of each:
 * one channel a category, the first one's first.
 */
public final class TorchScriptSegmenter implements SoftSegmenter {

    private final String name;
    private final SegmenterDescription description;
    private final HookableModule module;
    private final List<Integer> starts;
    private final int channels;

    private TorchScriptSegmenter(String name, SegmenterDescription description, HookableModule module) {
        this.name = name;
        this.description = description;
        this.module = module;
        starts = new ArrayList<>();
        List<String> categories = description.categories();
        for (int i = 0; i < categories.size(); i++) {
            if (i == 0 || !categories.get(i).equals(categories.get(i - 1))) {
                starts.add(i);
            }
        }
        channels = probe();
    }

    /**
     * Loads a segmenter and tries it on one black image.
     *
     * @param file the TorchScript file
     * @param parent the manager whose device is used and whose child owns the weights
     * @return the segmenter
     * @throws IllegalArgumentException if the description is missing or wrong, or is not that of this network
     */
    public static TorchScriptSegmenter load(Path file, NDManager parent) {
        Path beside = ModelDescription.fileBeside(file);
        for (Path needed : List.of(file, beside)) {
            if (!Files.isRegularFile(needed)) {
                throw new IllegalArgumentException(
                        "no file " + needed + ": a segmenter is a TorchScript file with a JSON"
                                + " file of the same name beside it, such as {\"labels\":[\"sky\",\"tree\"],\"size\":[64,64],"
                                + "\"output\":\"logits\"}");
            }
        }
        SegmenterDescription description = SegmenterDescription.of(Json.read(beside), beside.toString());
        HookableModule module = HookableModule.load(TorchArchive.read(file), parent);
        try {
            return new TorchScriptSegmenter(file.getFileName().toString(), description, module);
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    private int probe() {
        try (NDManager scope = module.manager().newSubManager();
                GradScope off = GradScope.off()) {
            int colours = description.input().order().channels();
            NDArray black = scope.full(
                    new Shape(
                            1,
                            colours,
                            description.input().height(),
                            description.input().width()),
                    -1f);
            return description.output() == SegmenterDescription.Output.ARGMAX
                    ? Math.toIntExact(indices(numbers(black)).getShape().get(1))
                    : scores(black) == null ? 0 : starts.size();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> labels() {
        return description.labels();
    }

    @Override
    public List<String> categories() {
        return description.categories();
    }

    @Override
    public OptionalInt none() {
        return description.none();
    }

    @Override
    public int channels() {
        return channels;
    }

    /** {@return what the JSON file beside the network says} */
    public SegmenterDescription description() {
        return description;
    }

    @Override
    public NDArray segment(NDArray images) {
        try (NDArray all = segmentAll(images)) {
            return all.get(new NDIndex(":, 0")); // [N, h, w]
        }
    }

    @Override
    public NDArray segmentAll(NDArray images) {
        try (GradScope off = GradScope.off();
                NDManager scope = images.getManager().newSubManager()) {
            NDArray scoped = images.reshape(images.getShape());
            scoped.attach(scope);
            NDArray all = description.output() == SegmenterDescription.Output.ARGMAX
                    ? indices(numbers(scoped))
                    : strongest(scores(scoped));
            all.attach(images.getManager());
            return all;
        }
    }

    private NDArray strongest(NDArray scores) {
        NDList channelLabels = new NDList();
        for (int c = 0; c < starts.size(); c++) {
            NDArray own = scores.get(new NDIndex(":, " + starts.get(c) + ":" + end(c))); // [N, k, h, w]
            channelLabels.add(own.argMax(1).toType(DataType.INT64, false).add(starts.get(c)));
        }
        return NDArrays.stack(channelLabels, 1); // [N, M, h, w]
    }

    /**
     * {@inheritDoc}
     *
     * <p>The softmax of logits among the classes of the label's category, or the network's own probability.
     *
     * @throws IllegalStateException if the network gives class indices only, which no gradient flows through
     */
    @Override
    public NDArray softScore(NDArray images, int label) {
        Objects.checkIndex(label, labels().size());
        if (description.output() == SegmenterDescription.Output.ARGMAX) {
            throw new IllegalStateException(
                    "segmenter '" + name + "' gives class indices, which have no soft score and no"
                            + " gradient; export it with logits or probabilities and say so as \"output\" in its JSON file");
        }
        NDArray scores = scores(images);
        if (description.output() == SegmenterDescription.Output.PROBABILITIES) {
            return scores.get(new NDIndex(":, " + label));
        }
        int channel = channelOf(label);
        NDArray own = scores.get(new NDIndex(":, " + starts.get(channel) + ":" + end(channel)));
        return own.softmax(1).get(new NDIndex(":, " + (label - starts.get(channel)))); // [N, h, w]
    }

    private int channelOf(int label) {
        int channel = 0;
        while (channel + 1 < starts.size() && starts.get(channel + 1) <= label) {
            channel++;
        }
        return channel;
    }

    private int end(int channel) {
        return channel + 1 < starts.size() ? starts.get(channel + 1) : labels().size();
    }

    private NDArray numbers(NDArray images) {
        return module.forward(description.input().prepare(images), false).head();
    }

    private NDArray scores(NDArray images) {
        NDArray scores = numbers(images); // [N, classes, h, w]
        Shape shape = scores.getShape();
        if (shape.dimension() != 4 || shape.get(1) != labels().size()) {
            throw new IllegalArgumentException("segmenter '" + name + "' must give [N, " + labels().size()
                    + " classes, h, w], one map for each of its labels, it gave " + shape
                    + "; is the list of \"labels\" in its JSON file complete, and is its \"output\" right?");
        }
        return scores;
    }

    private NDArray indices(NDArray given) {
        Shape shape = given.getShape();
        if (shape.dimension() != 3 && shape.dimension() != 4) {
            throw new IllegalArgumentException("segmenter '" + name + "' must give class indices [N, h, w] or"
                    + " [N, M, h, w], it gave " + shape + "; is the \"output\" in its JSON file right?");
        }
        NDArray whole = given.toType(DataType.INT64, false);
        long largest = whole.max().getLong();
        long smallest = whole.min().getLong();
        if (smallest < 0 || largest >= labels().size()) {
            throw new IllegalArgumentException(
                    "segmenter '" + name + "' gave class indices from " + smallest + " to " + largest + " for "
                            + labels().size() + " labels; is the list of \"labels\" in its JSON file complete?");
        }
        return shape.dimension() == 3 ? whole.expandDims(1) : whole; // [N, M, h, w]
    }

    @Override
    public void close() {
        module.close();
    }
}
