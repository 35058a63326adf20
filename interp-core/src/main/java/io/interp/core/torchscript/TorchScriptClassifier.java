package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.internal.torch.HookableModule;
import io.interp.core.internal.torch.archive.TorchArchive;
import io.interp.core.io.Json;
import io.interp.core.measure.Classifier;
import io.interp.core.tensor.GradScope;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A classifier from a TorchScript file that gives one number a class, {@code [N, classes]}, with a JSON file beside it that
 * lists the labels, the input's format and what the numbers are, {@code "output"}: {@code "logits"} (taken where nothing is
 * said), {@code "logProbabilities"} or {@code "probabilities"}.
 */
public final class TorchScriptClassifier implements Classifier {

    private static final List<String> OUTPUTS = List.of("logits", "logProbabilities", "probabilities");

    private final String name;
    private final List<String> labels;
    private final boolean normalise;
    private final InputFormat format;
    private final HookableModule module;

    private TorchScriptClassifier(
            String name, List<String> labels, boolean normalise, InputFormat format, HookableModule module) {
        this.name = name;
        this.labels = labels;
        this.normalise = normalise;
        this.format = format;
        this.module = module;
    }

    /**
     * Loads a classifier.
     *
     * @param file the TorchScript file
     * @param parent the manager whose device is used and whose child owns the weights
     * @return the classifier
     * @throws IllegalArgumentException if the description is missing, has no labels, or names another kind of output
     */
    public static TorchScriptClassifier load(Path file, NDManager parent) {
        Path beside = ModelDescription.fileBeside(file);
        JsonObject description = Json.read(beside);
        if (!description.has("labels") || !description.get("labels").isJsonArray()) {
            throw new IllegalArgumentException(
                    beside + " has no \"labels\": a classifier needs the names of its classes");
        }
        List<String> labels = StreamSupport.stream(
                        description.getAsJsonArray("labels").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
        String output = description.has("output") ? description.get("output").getAsString() : "logits";
        if (!OUTPUTS.contains(output)) {
            throw new IllegalArgumentException(
                    beside + ": \"output\" must be one of " + OUTPUTS + ", got '" + output + "'");
        }
        InputFormat format = InputFormat.of(description, beside.toString());
        return new TorchScriptClassifier(
                file.getFileName().toString(),
                labels,
                !output.equals("probabilities"),
                format,
                HookableModule.load(TorchArchive.read(file), parent));
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
    public NDArray probabilities(NDArray images) {
        try (GradScope off = GradScope.off()) {
            NDArray output = module.forward(format.prepare(images), false).head(); // [N, classes]
            Shape expected = new Shape(images.getShape().get(0), labels.size());
            if (!output.getShape().equals(expected)) {
                throw new IllegalArgumentException(
                        "classifier '" + name + "' must give " + expected + ", it gave " + output.getShape());
            }
            return normalise ? output.softmax(1) : output; // a softmax leaves log-probabilities' own
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
