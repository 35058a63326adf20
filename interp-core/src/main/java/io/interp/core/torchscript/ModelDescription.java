package io.interp.core.torchscript;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.LatentSpace;
import io.interp.core.Prior;
import io.interp.core.data.PixelRange;
import io.interp.core.io.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a TorchScript generator's file does not say: the space of its input and the range of its output.
 *
 * <pre>{@code
 * {"latent": {"dim": 100, "prior": "normal", "truncation": null}, "range": [-1, 1]}
 * }</pre>
 *
 * @param latents the space of the input
 * @param range the range of the output's pixels
 */
public record ModelDescription(LatentSpace latents, PixelRange range) {

    /**
     * Reads the JSON file beside a model: {@code MODEL.json} for {@code MODEL.pt}.
     *
     * @param model the model's file
     * @return the description
     * @throws IllegalArgumentException if the JSON file is missing or is no description; the message says what it must hold
     */
    public static ModelDescription beside(Path model) {
        Path file = fileBeside(model);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("no " + file + " beside the model: write one with the latent space and"
                    + " the range of pixels, such as {\"latent\":{\"dim\":100,\"prior\":\"normal\"},\"range\":[-1,1]},"
                    + " or give them as options");
        }
        return of(Json.read(file), file.toString());
    }

    /**
     * {@return where the description of a model is looked for}
     *
     * @param model the model's file
     */
    public static Path fileBeside(Path model) {
        String name = model.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return model.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".json");
    }

    /**
     * Reads a description from JSON.
     *
     * @param json the object
     * @param name what to call it in errors
     * @return the description
     * @throws IllegalArgumentException if something is missing or wrong
     */
    public static ModelDescription of(JsonObject json, String name) {
        try {
            JsonObject latent = json.getAsJsonObject("latent");
            if (latent == null || !latent.has("dim")) {
                throw new IllegalArgumentException("\"latent\" with a \"dim\" is missing");
            }
            JsonElement truncation = latent.get("truncation");
            LatentSpace space = new LatentSpace(
                    latent.get("dim").getAsInt(),
                    prior(latent.has("prior") ? latent.get("prior").getAsString() : "normal"),
                    truncation == null || truncation.isJsonNull()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(truncation.getAsDouble()));
            JsonArray range = json.getAsJsonArray("range");
            return new ModelDescription(
                    space,
                    range == null
                            ? PixelRange.SIGNED
                            : new PixelRange(
                                    range.get(0).getAsDouble(), range.get(1).getAsDouble()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    name + " does not describe a generator: " + e.getMessage()
                            + "; expected such as {\"latent\":{\"dim\":100,\"prior\":\"normal\"},\"range\":[-1,1]}",
                    e);
        }
    }

    /**
     * Reads the name of a prior.
     *
     * @param name {@code normal} or {@code uniform}, in any case
     * @return the prior
     * @throws IllegalArgumentException if it is another name
     */
    public static Prior prior(String name) {
        return Arrays.stream(Prior.values())
                .filter(p -> p.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("the prior must be normal or uniform, got '" + name + "'"));
    }

    /** {@return the description as it is written to JSON} */
    public Map<String, Object> toJson() {
        Map<String, Object> latent = new LinkedHashMap<>();
        latent.put("dim", latents.dimension());
        latent.put("prior", latents.prior().name().toLowerCase(Locale.ROOT));
        latent.put(
                "truncation",
                latents.truncation().isPresent() ? latents.truncation().getAsDouble() : null);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("latent", latent);
        json.put("range", new double[] {range.low(), range.high()});
        return json;
    }
}
