package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.interp.core.internal.torch.HookableModule;
import io.interp.core.internal.torch.archive.TorchArchive;
import io.interp.core.io.Json;
import io.interp.core.stat.Embedder;
import io.interp.core.tensor.GradScope;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * An embedder from a TorchScript file that gives {@code [N, D]} descriptors, with a JSON file beside it that gives D as
 * {@code "dim"}, the input's format and, for descriptors of identity, the Euclidean distance below which two images show
 * the same one ({@code "sameIdentityDistance"}).
 */
public final class TorchScriptEmbedder implements Embedder {

    private final String name;
    private final int dimension;
    private final OptionalDouble sameIdentityDistance;
    private final InputFormat format;
    private final HookableModule module;

    private TorchScriptEmbedder(
            String name, int dimension, OptionalDouble distance, InputFormat format, HookableModule module) {
        this.name = name;
        this.dimension = dimension;
        this.sameIdentityDistance = distance;
        this.format = format;
        this.module = module;
    }

    /**
     * Loads an embedder.
     *
     * @param file the TorchScript file
     * @param parent the manager whose device is used and whose child owns the weights
     * @return the embedder
     * @throws IllegalArgumentException if the description is missing or has no dimension
     */
    public static TorchScriptEmbedder load(Path file, NDManager parent) {
        Path beside = ModelDescription.fileBeside(file);
        JsonObject description = Json.read(beside);
        if (!description.has("dim")) {
            throw new IllegalArgumentException(beside + " has no \"dim\": an embedder needs its number of features");
        }
        OptionalDouble distance = description.has("sameIdentityDistance")
                ? OptionalDouble.of(description.get("sameIdentityDistance").getAsDouble())
                : OptionalDouble.empty();
        return new TorchScriptEmbedder(
                file.getFileName().toString(),
                description.get("dim").getAsInt(),
                distance,
                InputFormat.of(description, beside.toString()),
                HookableModule.load(TorchArchive.read(file), parent));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /** {@return the Euclidean distance below which two images show the same identity, if the description gives one} */
    public OptionalDouble sameIdentityDistance() {
        return sameIdentityDistance;
    }

    @Override
    public NDArray embed(NDArray images) {
        try (GradScope off = GradScope.off()) {
            NDArray features = module.forward(format.prepare(images), false).head();
            Shape expected = new Shape(images.getShape().get(0), dimension);
            if (!features.getShape().equals(expected)) {
                throw new IllegalArgumentException(
                        "embedder '" + name + "' must give " + expected + ", it gave " + features.getShape());
            }
            return features;
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
