package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.interp.core.Discriminator;
import io.interp.core.NetworkState;
import io.interp.core.Pass;
import io.interp.core.internal.torch.HookableModule;
import io.interp.core.internal.torch.archive.TorchArchive;
import io.interp.core.io.Json;
import io.interp.core.io.SafeWrite;
import io.interp.core.tensor.GradScope;
import java.nio.file.Path;
import java.util.Map;

/**
 * A discriminator from a TorchScript file, with a JSON file beside it that gives the size and range of its images and
 * whether it returns logits.
 *
 * <pre>{@code
 * {"task": "discriminator", "size": [32, 32], "input": {"order": "RGB", "range": [-1, 1]}, "output": "logits"}
 * }</pre>
 */
public final class TorchScriptDiscriminator implements Discriminator {

    private static final String WEIGHTS = "discriminator.pt";

    private final NDManager parent;
    private final String name;
    private final JsonObject description;
    private final InputFormat format;
    private final HookableModule module;

    private TorchScriptDiscriminator(
            NDManager parent, String name, JsonObject description, InputFormat format, HookableModule module) {
        this.parent = parent;
        this.name = name;
        this.description = description;
        this.format = format;
        this.module = module;
    }

    /**
     * Loads a discriminator.
     *
     * @param file the TorchScript file
     * @param parent the manager whose device is used and whose child owns the weights
     * @return the discriminator
     * @throws IllegalArgumentException if the description is missing or wrong, or the weights are not finite
     */
    public static TorchScriptDiscriminator load(Path file, NDManager parent) {
        Path beside = ModelDescription.fileBeside(file);
        JsonObject description = Json.read(beside);
        if (description.has("output")
                && !description.get("output").getAsString().equals("logits")) {
            throw new IllegalArgumentException(beside + ": a discriminator must return logits (its output before any"
                    + " sigmoid), this one returns " + description.get("output").getAsString());
        }
        InputFormat format = InputFormat.of(description, beside.toString());
        HookableModule module = HookableModule.load(TorchArchive.read(file), parent);
        TorchScriptDiscriminator discriminator =
                new TorchScriptDiscriminator(parent, file.getFileName().toString(), description, format, module);
        try (NDManager scope = module.manager().newSubManager()) {
            NetworkState.requireFinite("discriminator " + file, module.state());
            discriminator.score(scope.zeros(new Shape(2).addAll(discriminator.imageShape())), Pass.INFERENCE);
            return discriminator;
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NDManager manager() {
        return module.manager();
    }

    @Override
    public Shape imageShape() {
        return new Shape(format.order().channels(), format.height(), format.width());
    }

    @Override
    public Map<String, NDArray> parameters() {
        return module.parameters();
    }

    @Override
    public Map<String, NDArray> state() {
        return module.state();
    }

    @Override
    public String fingerprint() {
        return NetworkState.fingerprint(module.codeFingerprint(), state());
    }

    @Override
    public NDArray score(NDArray images, Pass pass) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || !shape.slice(1).equals(imageShape())) {
            throw new IllegalArgumentException(
                    "discriminator '" + name + "' takes images [N, " + imageShape() + "], got " + shape);
        }
        try (GradScope scope = GradScope.of(pass.gradient())) {
            NDArray scores =
                    module.forward(format.prepare(images), pass.training()).singletonOrThrow();
            if (scores.size() != shape.get(0)) {
                throw new IllegalArgumentException("discriminator '" + name + "' must give one score an image, it gave "
                        + scores.getShape() + " for " + shape);
            }
            return scores.reshape(shape.get(0)); // [N]
        }
    }

    @Override
    public Discriminator copy() {
        return new TorchScriptDiscriminator(
                parent, name, description, format, HookableModule.load(module.snapshot(), parent));
    }

    @Override
    public void save(Path directory) {
        TorchArchive archive = module.snapshot();
        SafeWrite.replaceDirectory(directory, temporary -> {
            SafeWrite.file(temporary.resolve(WEIGHTS), archive::write);
            Json.write(ModelDescription.fileBeside(temporary.resolve(WEIGHTS)), Json.plain(description));
        });
    }

    @Override
    public void close() {
        module.close();
    }
}
