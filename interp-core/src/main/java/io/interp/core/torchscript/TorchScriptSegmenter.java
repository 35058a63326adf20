package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.internal.torch.HookableModule;
import io.interp.core.internal.torch.archive.TorchArchive;
import io.interp.core.io.Json;
import io.interp.core.measure.Segmenter;
import io.interp.core.tensor.GradScope;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A segmenter from a TorchScript file that gives one score map a class, {@code [N, classes, h, w]}, with a JSON file
 * beside it that lists the labels and the input's format.
 */
public final class TorchScriptSegmenter implements Segmenter {

    private final String name;
    private final List<String> labels;
    private final InputFormat format;
    private final HookableModule module;

    private TorchScriptSegmenter(String name, List<String> labels, InputFormat format, HookableModule module) {
        this.name = name;
        this.labels = labels;
        this.format = format;
        this.module = module;
    }

    /**
     * Loads a segmenter.
     *
     * @param file the TorchScript file
     * @param parent the manager whose device is used and whose child owns the weights
     * @return the segmenter
     * @throws IllegalArgumentException if the description is missing or has no labels
     */
    public static TorchScriptSegmenter load(Path file, NDManager parent) {
        Path beside = ModelDescription.fileBeside(file);
        JsonObject description = Json.read(beside);
        if (!description.has("labels") || !description.get("labels").isJsonArray()) {
            throw new IllegalArgumentException(
                    beside + " has no \"labels\": a segmenter needs the names of its classes");
        }
        List<String> labels = StreamSupport.stream(
                        description.getAsJsonArray("labels").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
        InputFormat format = InputFormat.of(description, beside.toString());
        return new TorchScriptSegmenter(
                file.getFileName().toString(), labels, format, HookableModule.load(TorchArchive.read(file), parent));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public NDArray segment(NDArray images) {
        try (GradScope off = GradScope.off()) {
            NDArray scores = module.forward(format.prepare(images), false).head(); // [N, classes, h, w]
            Shape shape = scores.getShape();
            if (shape.dimension() != 4 || shape.get(1) != labels.size()) {
                throw new IllegalArgumentException("segmenter '" + name + "' must give [N, " + labels.size()
                        + " classes, h, w], it gave " + shape);
            }
            return scores.argMax(1).toType(DataType.INT64, false); // [N, h, w]
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
