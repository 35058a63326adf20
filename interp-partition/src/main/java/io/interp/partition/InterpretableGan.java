package io.interp.partition;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.interp.core.Generator;
import io.interp.core.io.HostArray;
import io.interp.core.io.Json;
import io.interp.core.io.SafeTensors;
import io.interp.core.tensor.Draws;
import io.interp.partition.concept.Concept;
import io.interp.partition.concept.ConceptSwap;
import io.interp.partition.concept.Concepts;
import io.interp.partition.concept.FilterGroups;
import io.interp.partition.concept.SwapResult;
import io.interp.partition.energy.EnergyFeatures;
import io.interp.partition.energy.EnergyModel;
import io.interp.partition.energy.EnergyOptions;
import io.interp.partition.energy.GroupCosine;
import io.interp.partition.energy.LangevinOptions;
import io.interp.partition.energy.Scale;
import io.interp.partition.mixture.FilterMixture;
import io.interp.partition.mixture.FilterStatistics;
import io.interp.partition.mixture.GroupAgreement;
import io.interp.partition.mixture.MixtureFitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A generator whose filters at one layer fall into groups, and the concepts the groups stand for. Owns the generator.
 *
 * <pre>{@code
 * Concept mouth = trained.concepts().named("mouth");
 * SwapResult swapped = trained.swap(scope, mouth, from, into);
 * }</pre>
 */
public final class InterpretableGan implements AutoCloseable {

    /** The file that tells the groups of a saved run. */
    public static final String GROUPS_FILE = "groups.json";

    private static final String GENERATOR = "generator";
    private static final String MIXTURE = "mixture.safetensors";
    private static final String ENERGY = "energy.safetensors";
    private static final long STABILITY = 0x14;
    private static final int COSINE_IMAGES = 64;
    private static final List<String> KEYS = List.of(
            "fingerprint", "sizes", "seed", "images", "pooling", "layer", "concepts", "energyFeatures", "energyScale");

    private final Generator generator;
    private final String layer;
    private final FilterMixture mixture;
    private final PartitionOptions options;
    private final List<UpdateReport> history;
    private final FilterStatistics statistics;
    private final Optional<EnergyModel> energy;
    private Concepts concepts;

    /** With the state of the energy model that training has learned; empty for an untouched generator. */
    InterpretableGan(
            Generator generator,
            String layer,
            FilterMixture mixture,
            PartitionOptions options,
            List<UpdateReport> history,
            Optional<Map<String, HostArray>> learned) {
        this.generator = generator;
        this.layer = layer;
        this.mixture = mixture;
        this.options = options;
        this.history = List.copyOf(history);
        this.statistics = FilterMaps.statistics(generator, layer, options);
        this.concepts = new Concepts(mixture.groups(), List.of());
        this.energy = learned.map(this::model);
    }

    private EnergyModel model(Map<String, HostArray> learned) {
        int positions = statistics.positions();
        EnergyModel model = new EnergyModel(
                generator.manager(), mixture.assignment(), mixture.groups(), positions, options.energyFor(positions));
        model.restore(learned);
        model.regroup(mixture.assignment());
        return model;
    }

    /** {@return the generator; this object owns it} */
    public Generator generator() {
        return generator;
    }

    /** {@return the target layer} */
    public String layer() {
        return layer;
    }

    /** {@return the grouping of the layer's filters} */
    public FilterMixture mixture() {
        return mixture;
    }

    /** {@return the settings it was trained with} */
    public PartitionOptions options() {
        return options;
    }

    /** {@return what each update measured, empty for an untouched or a loaded generator} */
    public List<UpdateReport> history() {
        return history;
    }

    /** {@return the groups with each filter's scale, so that group means weigh filters alike} */
    public FilterGroups groups() {
        return FilterGroups.of(layer, mixture).normalisedBy(statistics);
    }

    /** {@return the concepts named so far} */
    public Concepts concepts() {
        return concepts;
    }

    /**
     * Names concepts, in place of those named before.
     *
     * @param named the concepts
     * @return this object
     * @throws IllegalArgumentException if they are of another number of groups
     */
    public InterpretableGan name(Concepts named) {
        if (named.groups() != mixture.groups()) {
            throw new IllegalArgumentException(
                    "the concepts are of " + named.groups() + " groups, this generator has " + mixture.groups());
        }
        concepts = named;
        return this;
    }

    /**
     * Puts a concept of other images into images.
     *
     * @param manager owns the results
     * @param concept the concept
     * @param from {@code [N, d]} latents of the images that give it
     * @param into {@code [N, d]} latents of the images that receive it
     * @return images before and after, and their difference
     */
    public SwapResult swap(NDManager manager, Concept concept, NDArray from, NDArray into) {
        return new ConceptSwap(generator, groups()).swap(manager, concept, from, into, 1);
    }

    /**
     * Exchanges a concept between images, then moves the latents of both by Langevin dynamics to where the exchanged maps
     * are probable under the energy model, which repairs what the exchange has left unnatural.
     *
     * @param manager owns the results
     * @param concept the concept
     * @param first {@code [N, d]} latents
     * @param second {@code [N, d]} latents
     * @param langevin the chains: 5 to 15 steps in the paper
     * @param seed the seed of the chains' noise
     * @return both directions; {@code target} is the image before, {@code result} the one after exchange and refinement
     * @throws IllegalStateException if this generator was not retrained, so that there is no energy model
     */
    public ConceptSwap.Exchange refinedExchange(
            NDManager manager, Concept concept, NDArray first, NDArray second, LangevinOptions langevin, long seed) {
        return revision()
                .exchange(manager, new ConceptSwap(generator, groups()), concept, first, second, langevin, seed);
    }

    /**
     * Moves latents by Langevin dynamics to where the energy model finds their maps more probable.
     *
     * @param latents {@code [N, d]}
     * @param langevin the chains
     * @param seed the seed of the chains' noise
     * @return {@code [N, d]} new latents, owned by the manager of the given ones
     * @throws IllegalStateException if this generator was not retrained, so that there is no energy model
     */
    public NDArray revised(NDArray latents, LangevinOptions langevin, long seed) {
        return revision().revise(latents, langevin, seed).latents();
    }

    /** {@return whether there is an energy model to revise latents by: the generator was retrained} */
    public boolean hasEnergy() {
        return energy.isPresent();
    }

    private LatentRevision revision() {
        EnergyModel model = energy.orElseThrow(() -> new IllegalStateException("generator '" + generator.name()
                + "' was not retrained, so it has no energy model to revise latents by; train it first"));
        return new LatentRevision(generator, layer, options, model, Scale.constants(statistics.rms()));
    }

    /** {@return how alike the maps that are grouped are within groups and between them, over the first 64 latents of the settings' seed} */
    public GroupCosine cosine() {
        return FilterMaps.cosine(generator, layer, mixture.assignment(), COSINE_IMAGES, options);
    }

    /**
     * How far the grouping depends on chance: the filters are grouped again from other latents and other starts.
     *
     * @param seeds how many times
     * @return the agreement of each of these groupings with this generator's
     */
    public List<GroupAgreement> stability(int seeds) {
        return IntStream.rangeClosed(1, seeds)
                .mapToObj(i -> {
                    PartitionOptions other = options.withSeed(Draws.derive(options.seed(), STABILITY, i));
                    return MixtureFitter.fit(FilterMaps.statistics(generator, layer, other), other.mixture());
                })
                .map(again -> GroupAgreement.of(mixture.assignment(), again.assignment()))
                .toList();
    }

    /**
     * Writes the run: {@code generator/}, which loads as any saved generator, {@code groups.json} and the mixture.
     *
     * @param directory the directory, which may hold other files; each part is written under a temporary name and moved
     */
    public void save(Path directory) {
        generator.save(directory.resolve(GENERATOR));
        SafeTensors.write(directory.resolve(MIXTURE), mixture.state(), Map.of("layer", layer));
        energy.ifPresent(model -> SafeTensors.write(directory.resolve(ENERGY), model.state(), Map.of("layer", layer)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "interp-groups");
        json.put("version", 1);
        json.put("layer", layer);
        json.put("groups", mixture.groups());
        json.put("assignment", mixture.assignment());
        json.put("sizes", mixture.sizes());
        json.put("seed", options.seed());
        json.put("images", options.images());
        json.put("pooling", options.pooling());
        json.put("energyFeatures", options.energy().features().name());
        json.put("energyScale", options.energyFor(statistics.positions()).energyScale());
        json.put("settings", options.toString());
        json.put("fingerprint", generator.fingerprint());
        json.put("concepts", concepts.toJson());
        Json.write(directory.resolve(GROUPS_FILE), json);
    }

    /**
     * Loads a run.
     *
     * @param directory what {@link #save} wrote
     * @param generator the generator in {@code generator/}, loaded by the caller; the result owns it
     * @return the run, with its concepts and without its history; of its settings only the number of groups and of
     *     images and the seed, the others are the defaults
     * @throws IllegalArgumentException if the directory holds no run, or one of another generator
     */
    public static InterpretableGan load(Path directory, Generator generator) {
        JsonObject json = Json.read(directory.resolve(GROUPS_FILE));
        if (!json.has("format") || !json.get("format").getAsString().equals("interp-groups")) {
            throw new IllegalArgumentException(
                    directory.resolve(GROUPS_FILE) + " does not tell groups: \"format\": \"interp-groups\" is missing");
        }
        for (String key : KEYS) {
            if (!json.has(key)) {
                throw new IllegalArgumentException(
                        directory.resolve(GROUPS_FILE) + " lacks \"" + key + "\"; write the run again");
            }
        }
        if (!json.get("fingerprint").getAsString().equals(generator.fingerprint())) {
            throw new IllegalArgumentException(directory + " holds the groups of another generator than the one given");
        }
        FilterMixture mixture = FilterMixture.fromState(
                SafeTensors.read(directory.resolve(MIXTURE)).arrays());
        JsonArray sizes = json.getAsJsonArray("sizes");
        PartitionOptions like =
                PartitionOptions.robust(sizes.size()).withSeed(json.get("seed").getAsLong());
        EnergyOptions energy = like.energy()
                .withFeatures(EnergyFeatures.valueOf(json.get("energyFeatures").getAsString()))
                .withEnergyScale(json.get("energyScale").getAsDouble());
        Path learned = directory.resolve(ENERGY);
        InterpretableGan run = new InterpretableGan(
                generator,
                json.get("layer").getAsString(),
                mixture,
                like.withImages(json.get("images").getAsInt(), like.energyBatch())
                        .withPooling(json.get("pooling").getAsInt())
                        .withEnergy(energy, like.energyAdam())
                        .withEnergyPerPosition(false),
                List.of(),
                Files.isRegularFile(learned)
                        ? Optional.of(SafeTensors.read(learned).arrays())
                        : Optional.empty());
        @SuppressWarnings("unchecked") // a JSON object becomes a map with text keys
        Map<String, Object> concepts = (Map<String, Object>) Json.plain(json.get("concepts"));
        return run.name(Concepts.fromJson(concepts));
    }

    /** {@return the folder of the generator within a saved run}
     *
     * @param directory the run's directory
     */
    public static Path generatorIn(Path directory) {
        return directory.resolve(GENERATOR);
    }

    /** Frees the generator and the energy model. */
    @Override
    public void close() {
        energy.ifPresent(EnergyModel::close);
        generator.close();
    }

    /** {@return a short table: layer, groups with their sizes, concepts} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("generator '" + generator.name() + "', layer '" + layer + "': "
                + mixture.filters() + " filters in " + mixture.groupsAlive() + " groups\n");
        int[] sizes = mixture.sizes();
        for (int group = 0; group < sizes.length; group++) {
            int number = group;
            List<String> names = concepts.stream()
                    .filter(c -> c.groups().contains(number))
                    .map(Concept::name)
                    .toList();
            text.append(String.format(
                    Locale.ROOT, "  group %2d  %3d filters  %s%n", group, sizes[group], String.join(", ", names)));
        }
        return text.toString();
    }
}
