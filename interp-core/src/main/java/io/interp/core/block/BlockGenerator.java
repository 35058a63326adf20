package io.interp.core.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.interp.core.Generator;
import io.interp.core.LatentSpace;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.LayerTable;
import io.interp.core.NetworkState;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.tensor.GradScope;
import io.interp.core.tensor.TensorOps;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A generator made of DJL blocks: named stages, one after the other or as a {@link StageGraph} in which a stage may read
 * several earlier ones. Each stage is a layer that can be hooked; only stages that the result or a hook needs are run.
 *
 * <p>The blocks come from a recipe that makes fresh ones at every call, since a block can't be copied: copies and
 * rectified versions are built from it and filled with this generator's weights.
 */
public final class BlockGenerator implements Generator {

    private final NDManager parent;
    private final String name;
    private final LatentSpace latents;
    private final Supplier<StageGraph> recipe;
    private final Optional<String> architecture;
    private final Map<String, Object> settings;
    private final Set<String> rectified;
    private final Stages stages;
    private final LayerTable layers;

    /**
     * Builds a generator.
     *
     * @param parent the manager whose device is used and whose child owns the weights
     * @param name a name for tables and results
     * @param latents the space of the input
     * @param recipe makes the blocks by name, in the order they run, fresh at every call; the first takes {@code [N, d]}
     *     latents and the last gives {@code [N, C, H, W]} images in [-1, 1]
     * @param seed the seed of the initial weights
     * @throws IllegalArgumentException if the last stage gives no images
     */
    public BlockGenerator(
            NDManager parent, String name, LatentSpace latents, Supplier<Map<String, Block>> recipe, long seed) {
        this(parent, name, latents, chain(recipe), Optional.empty(), Map.of(), Set.of(), seed);
    }

    private BlockGenerator(BlockGenerator like, Set<String> rectified) {
        this(like.parent, like.name, like.latents, like.recipe, like.architecture, like.settings, rectified, 0);
    }

    private BlockGenerator(
            NDManager parent,
            String name,
            LatentSpace latents,
            Supplier<StageGraph> recipe,
            Optional<String> architecture,
            Map<String, Object> settings,
            Set<String> rectified,
            long seed) {
        this.architecture = architecture;
        this.settings = settings;
        this.parent = parent;
        this.name = name;
        this.latents = latents;
        this.recipe = recipe;
        this.rectified = Set.copyOf(rectified);
        stages = new Stages(parent, recipe.get(), new Shape(latents.dimension()), seed);
        stages.freeze();
        layers = new LayerTable(
                "generator '" + name + "'",
                stages.blocks().entrySet().stream()
                        .map(s -> new Layer(
                                s.getKey(),
                                s.getValue().getClass().getSimpleName(),
                                stages.outputs().get(s.getKey()),
                                s.getValue().getParameters().keys()))
                        .toList());
        if (imageShape().dimension() != 3) {
            stages.close();
            throw new IllegalArgumentException(
                    "the last stage must give images [N, C, H, W], its output for one latent is " + imageShape());
        }
    }

    /**
     * Builds a generator that can be saved to a directory and loaded again.
     *
     * @param parent the manager whose device is used and whose child owns the weights
     * @param name a name for tables and results
     * @param latents the space of the input
     * @param recipe makes the blocks, as in the constructor
     * @param architecture the {@link Architecture#type()} that builds the same blocks from the settings
     * @param settings what that architecture needs; numbers, texts, and lists and maps of them
     * @param seed the seed of the initial weights
     * @return the generator
     */
    public static BlockGenerator ofArchitecture(
            NDManager parent,
            String name,
            LatentSpace latents,
            Supplier<Map<String, Block>> recipe,
            String architecture,
            Map<String, Object> settings,
            long seed) {
        return ofGraph(parent, name, latents, chain(recipe), architecture, settings, seed);
    }

    /**
     * Builds a generator whose stages may read any earlier ones, and that can be saved to a directory and loaded again.
     *
     * @param parent the manager whose device is used and whose child owns the weights
     * @param name a name for tables and results
     * @param latents the space of the input
     * @param recipe makes the graph with fresh blocks at every call; its input is {@code [N, d]} and its last stage gives
     *     {@code [N, C, H, W]} images in [-1, 1]
     * @param architecture the {@link Architecture#type()} that builds the same graph from the settings
     * @param settings what that architecture needs; numbers, texts, and lists and maps of them
     * @param seed the seed of the initial weights
     * @return the generator
     * @throws IllegalArgumentException if the last stage gives no images
     */
    public static BlockGenerator ofGraph(
            NDManager parent,
            String name,
            LatentSpace latents,
            Supplier<StageGraph> recipe,
            String architecture,
            Map<String, Object> settings,
            long seed) {
        return new BlockGenerator(parent, name, latents, recipe, Optional.of(architecture), settings, Set.of(), seed);
    }

    private static Supplier<StageGraph> chain(Supplier<Map<String, Block>> recipe) {
        return () -> StageGraph.chain(recipe.get());
    }

    /** {@return the architecture a saved directory names, or empty for blocks that only the caller can build} */
    public Optional<String> architecture() {
        return architecture;
    }

    /** {@return what the architecture needs to build the same blocks} */
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NDManager manager() {
        return stages.manager();
    }

    @Override
    public LatentSpace latents() {
        return latents;
    }

    @Override
    public Shape imageShape() {
        return layers.get(layers.size() - 1).outputShape();
    }

    @Override
    public LayerTable layers() {
        return layers;
    }

    /** {@return the layers after which a rectifier was inserted} */
    public Set<String> rectifiedLayers() {
        return rectified;
    }

    @Override
    public Map<String, NDArray> parameters() {
        return stages.parameters();
    }

    @Override
    public Map<String, NDArray> state() {
        return stages.state();
    }

    @Override
    public String fingerprint() {
        return NetworkState.fingerprint(layers.toString() + rectified, state());
    }

    @Override
    public Run run(NDArray z, Pass pass, List<LayerHook> hooks) {
        latents.check(z);
        hooks.forEach(h -> layers.named(h.layer()));
        Map<String, NDArray> kept = new LinkedHashMap<>();
        NDArray images = forward(z, layers.get(layers.size() - 1).name(), pass, hooks, kept);
        return new Run(images, kept);
    }

    @Override
    public NDArray activation(NDArray z, String layer, Pass pass) {
        latents.check(z);
        return forward(z, layers.named(layer).name(), pass, List.of(), new LinkedHashMap<>());
    }

    private NDArray forward(NDArray z, String to, Pass pass, List<LayerHook> hooks, Map<String, NDArray> kept) {
        Set<String> wanted = hooks.stream().map(LayerHook::layer).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> given =
                wanted.stream().filter(layer -> replacedFirst(hooks, layer)).collect(Collectors.toSet());
        wanted.add(to);
        Set<String> needed = stages.graph().needed(wanted, given);
        Map<String, NDArray> values = new HashMap<>(Map.of(StageGraph.INPUT, z));
        for (String layer : layers.names()) {
            if (needed.contains(layer)) {
                NDArray output =
                        given.contains(layer) ? null : rectify(layer, stages.forward(layer, values, pass), pass);
                values.put(layer, hooked(layer, output, pass, hooks, kept));
            }
        }
        return values.get(to);
    }

    private NDArray rectify(String layer, NDArray output, Pass pass) {
        if (!rectified.contains(layer)) {
            return output;
        }
        try (GradScope scope = GradScope.of(pass.gradient())) {
            return TensorOps.atLeast(output, 0);
        }
    }

    private static NDArray hooked(
            String layer, NDArray output, Pass pass, List<LayerHook> hooks, Map<String, NDArray> kept) {
        NDArray x = output;
        try (GradScope scope = GradScope.of(pass.gradient())) {
            for (LayerHook hook : hooks) {
                if (hook.layer().equals(layer)) {
                    x = LayerHook.act(hook, x, kept);
                }
            }
        }
        return x;
    }

    private static boolean replacedFirst(List<LayerHook> hooks, String layer) {
        return hooks.stream()
                .filter(h -> h.layer().equals(layer))
                .findFirst()
                .filter(LayerHook.Replace.class::isInstance)
                .isPresent();
    }

    @Override
    public Generator rectified(String layer) {
        Set<String> more = new LinkedHashSet<>(rectified);
        more.add(layers.named(layer).name());
        return filled(more);
    }

    @Override
    public Generator copy() {
        return filled(rectified);
    }

    private BlockGenerator filled(Set<String> rectifiedLayers) {
        BlockGenerator other = new BlockGenerator(this, rectifiedLayers);
        NetworkState.copy(state(), other.state());
        return other;
    }

    @Override
    public void save(Path directory) {
        BlockNetworkFiles.saveGenerator(this, directory);
    }

    @Override
    public void close() {
        stages.close();
    }

    /** {@return name, latents, image shape and the table of layers} */
    @Override
    public String toString() {
        return "generator '" + name + "', latents " + latents.dimension() + " " + latents.prior() + ", images "
                + imageShape() + "\n" + layers;
    }
}
