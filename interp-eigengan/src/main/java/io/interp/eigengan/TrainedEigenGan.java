package io.interp.eigengan;

import ai.djl.ndarray.NDManager;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.interp.core.Discriminator;
import io.interp.core.Gan;
import io.interp.core.Generator;
import io.interp.core.block.BlockGenerator;
import io.interp.core.block.BlockNetworkFiles;
import io.interp.core.io.Json;
import io.interp.core.io.SafeWrite;
import io.interp.eigengan.train.EigenGanTraining;
import io.interp.eigengan.train.TrainingPoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A trained EigenGAN: the averaged generator, its discriminator, and how they came about. Prints as a table of its
 * subspaces. Owns both networks.
 */
public final class TrainedEigenGan implements AutoCloseable {

    private static final String DESCRIPTION = "eigengan.json";
    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";
    private static final Gson RECORDS = new Gson();

    private final EigenGan network;
    private final Generator generator;
    private final Discriminator discriminator;
    private final EigenGanTraining options;
    private final long steps;
    private final List<TrainingPoint> history;
    private final List<Subspace> subspaces;

    TrainedEigenGan(
            EigenGan network,
            Generator generator,
            Discriminator discriminator,
            EigenGanTraining options,
            long steps,
            List<TrainingPoint> history) {
        this.network = network;
        this.generator = generator;
        this.discriminator = discriminator;
        this.options = options;
        this.steps = steps;
        this.history = List.copyOf(history);
        subspaces = Subspace.of(generator);
    }

    /** {@return the networks' sizes} */
    public EigenGan network() {
        return network;
    }

    /** {@return the generator with the averaged weights; owned by this object, not to be changed} */
    public Generator generator() {
        return generator;
    }

    /** {@return the discriminator; owned by this object} */
    public Discriminator discriminator() {
        return discriminator;
    }

    /** {@return both networks, for other strategies; owned by this object} */
    public Gan gan() {
        return Gan.of(generator, discriminator);
    }

    /** {@return what the latents' coordinates are} */
    public EigenLatents latents() {
        return network.latents();
    }

    /** {@return the settings of the training} */
    public EigenGanTraining options() {
        return options;
    }

    /** {@return the number of steps of training} */
    public long steps() {
        return steps;
    }

    /** {@return what was measured during training, in order} */
    public List<TrainingPoint> history() {
        return history;
    }

    /** {@return the subspaces of the averaged generator, that of layer 1 first} */
    public List<Subspace> subspaces() {
        return subspaces;
    }

    /** {@return the largest |U'U - I| (Frobenius) of a layer of the averaged generator} */
    public double orthogonalityError() {
        return subspaces.stream()
                .mapToDouble(Subspace::orthogonalityError)
                .max()
                .orElseThrow();
    }

    /**
     * Writes the networks and how they came about: {@code generator}, which loads as any saved generator, {@code
     * discriminator} and {@code eigengan.json}.
     *
     * @param directory the directory; written beside it under a temporary name, then moved
     */
    public void save(Path directory) {
        SafeWrite.replaceDirectory(directory, this::write);
    }

    /**
     * Writes the same files into a folder that may hold others, such as a report.
     *
     * @param folder the folder, which exists; each part is written under a temporary name and moved, and {@code
     *     eigengan.json} last
     * @return the names of what was written, relative to the folder
     */
    public List<String> write(Path folder) {
        generator.save(folder.resolve(GENERATOR));
        discriminator.save(folder.resolve(DISCRIMINATOR));
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", "interp-eigengan");
        description.put("version", 1);
        description.put("steps", steps);
        description.put("training", options);
        description.put("history", history);
        Json.write(folder.resolve(DESCRIPTION), description);
        return List.of(GENERATOR, DISCRIMINATOR, DESCRIPTION);
    }

    /**
     * Loads what {@link #save} wrote.
     *
     * @param directory the directory
     * @param parent the manager whose device is used and whose children own the weights
     * @return the networks, which the caller closes
     * @throws IllegalArgumentException if the directory holds no trained EigenGAN
     */
    public static TrainedEigenGan load(Path directory, NDManager parent) {
        JsonObject description = Json.read(directory.resolve(DESCRIPTION));
        EigenGanTraining options = read(description, "training", EigenGanTraining.class, directory);
        TrainingPoint[] history = read(description, "history", TrainingPoint[].class, directory);
        long steps = read(description, "steps", Long.class, directory);
        Generator generator = BlockNetworkFiles.load(directory.resolve(GENERATOR), parent);
        Discriminator discriminator = null;
        try {
            EigenGan network = EigenGan.of((BlockGenerator) generator);
            discriminator = network.discriminator(parent, 0);
            BlockNetworkFiles.restore(directory.resolve(DISCRIMINATOR), discriminator);
            return new TrainedEigenGan(network, generator, discriminator, options, steps, List.of(history));
        } catch (RuntimeException e) {
            generator.close();
            if (discriminator != null) {
                discriminator.close();
            }
            throw e;
        }
    }

    private static <T> T read(JsonObject description, String key, Class<T> type, Path directory) {
        JsonElement element = description.get(key);
        String where =
                directory.resolve(DESCRIPTION) + " has no sound \"" + key + "\": it describes no trained EigenGAN";
        if (element == null || element.isJsonNull()) {
            throw new IllegalArgumentException(where);
        }
        try {
            return RECORDS.fromJson(element, type);
        } catch (RuntimeException e) { // what a record's own checks throw comes wrapped
            throw new IllegalArgumentException(where, e);
        }
    }

    /** Frees both networks. */
    @Override
    public void close() {
        generator.close();
        discriminator.close();
    }

    /** {@return sizes, steps and one line a subspace} */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "EigenGAN %dx%d, %d layers of %d dimensions, %d coordinates of noise, %d steps",
                network.size(),
                network.size(),
                network.layers(),
                network.dimensions(),
                network.noise(),
                steps));
        subspaces.forEach(subspace -> out.append('\n').append(subspace));
        return out.toString();
    }
}
