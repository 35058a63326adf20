package io.interp.core.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.interp.core.Generator;
import io.interp.core.InterpException;
import io.interp.core.LatentSpace;
import io.interp.core.Layer;
import io.interp.core.LayerHook;
import io.interp.core.LayerTable;
import io.interp.core.NetworkState;
import io.interp.core.Pass;
import io.interp.core.Run;
import io.interp.core.internal.torch.HookableModule;
import io.interp.core.internal.torch.archive.CallableLayer;
import io.interp.core.internal.torch.archive.HookPoint;
import io.interp.core.internal.torch.archive.ModuleTree;
import io.interp.core.internal.torch.archive.TorchArchive;
import io.interp.core.io.Json;
import io.interp.core.io.SafeWrite;
import io.interp.core.tensor.GradScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A generator from a TorchScript file exported by PyTorch, traced or scripted, whose layers can be hooked although the
 * file knows nothing of hooks.
 *
 * <p>Layers are the submodules that the file's {@code forward} calls, by their dotted names. In a traced file the mode of
 * batch norm is written into it, so {@link Pass#training()} has no effect there.
 */
public final class TorchScriptGenerator implements Generator {

    private static final String WEIGHTS = "generator.pt";

    private final NDManager parent;
    private final String name;
    private final ModelDescription description;
    private final HookableModule module;
    private final Shape imageShape;
    private final LayerTable layers;

    private TorchScriptGenerator(NDManager parent, String name, ModelDescription description, HookableModule module) {
        this.parent = parent;
        this.name = name;
        this.description = description;
        this.module = module;
        try (NDManager scope = module.manager().newSubManager()) {
            NetworkState.requireFinite("generator '" + name + "'", module.state());
            NDArray z = description.latents().sample(scope, 0, 2);
            imageShape = probeImages(z);
            layers = probeLayers(z);
        }
    }

    /**
     * Loads a generator with the description beside it ({@code MODEL.json} for {@code MODEL.pt}).
     *
     * @param file the TorchScript file
     * @param parent the manager whose device is used and whose child owns the weights
     * @return the generator
     * @throws IllegalArgumentException if the description is missing, the file is no TorchScript archive, it does not
     *     take such latents or give images, or its weights are not finite
     */
    public static TorchScriptGenerator load(Path file, NDManager parent) {
        return load(file, ModelDescription.beside(file), parent);
    }

    /**
     * Loads a generator.
     *
     * @param file the TorchScript file
     * @param description its latent space and range of pixels
     * @param parent the manager whose device is used and whose child owns the weights
     * @return the generator
     * @throws IllegalArgumentException if the file does not take such latents or give images, or its weights are not finite
     * @throws InterpException if the file is no TorchScript archive or the engine refuses it
     */
    public static TorchScriptGenerator load(Path file, ModelDescription description, NDManager parent) {
        TorchArchive archive = TorchArchive.read(file);
        return of(archive, stem(file), description, parent);
    }

    private static TorchScriptGenerator of(
            TorchArchive archive, String name, ModelDescription description, NDManager parent) {
        HookableModule module = HookableModule.load(archive, parent);
        try {
            return new TorchScriptGenerator(parent, name, description, module);
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    /** The file's name, or its folder's where the file is called like every other model's. */
    private static String stem(Path file) {
        String full = file.getFileName().toString();
        String bare = full.contains(".") ? full.substring(0, full.indexOf('.')) : full;
        Path folder = file.toAbsolutePath().getParent();
        boolean generic = bare.equals("generator") || bare.equals("model");
        return generic && folder.getFileName() != null ? folder.getFileName().toString() : bare;
    }

    private Shape probeImages(NDArray z) {
        NDArray images;
        try (GradScope off = GradScope.off()) {
            images = module.forward(z, false).singletonOrThrow();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "generator '" + name + "' does not run on latents " + z.getShape()
                            + "; check \"dim\" in its description. The engine says: " + e.getMessage(),
                    e);
        }
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || shape.get(0) != z.getShape().get(0)) {
            throw new IllegalArgumentException("generator '" + name + "' must turn latents " + z.getShape()
                    + " into images [N, C, H, W], it gave " + shape);
        }
        return shape.slice(1);
    }

    private LayerTable probeLayers(NDArray z) {
        ModuleTree modules = module.archive().modules();
        List<CallableLayer> found =
                modules.layers().stream().filter(layer -> !layer.repeated()).toList();
        List<HookPoint> points = found.stream()
                .map(layer -> HookPoint.capture(layer.name(), layer.name()))
                .toList();
        Map<String, List<String>> weights = new LinkedHashMap<>();
        modules.modules().forEach(node -> weights.put(node.path(), node.parameters()));
        Map<String, NDArray> outputs = new LinkedHashMap<>();
        if (!points.isEmpty()) {
            try (GradScope off = GradScope.off()) {
                outputs.putAll(module.run(z, points, Map.of(), true, false));
            }
        }
        List<Layer> table = new ArrayList<>();
        for (CallableLayer layer : found) {
            NDArray output = outputs.get(layer.name());
            if (output != null && output.getShape().dimension() > 0) {
                table.add(new Layer(
                        layer.name(),
                        layer.typeName(),
                        output.getShape().slice(1),
                        weights.getOrDefault(layer.modulePath(), List.of())));
            }
        }
        return new LayerTable("generator '" + name + "'", table);
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
    public LatentSpace latents() {
        return description.latents();
    }

    @Override
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public LayerTable layers() {
        return layers;
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
    public Run run(NDArray z, Pass pass, List<LayerHook> hooks) {
        description.latents().check(z);
        hooks.forEach(hook -> requireLayer(hook.layer()));
        try (GradScope scope = GradScope.of(pass.gradient())) {
            if (hooks.isEmpty()) {
                NDList images = module.forward(z, pass.training());
                return new Run(description.range().toSigned(images.singletonOrThrow()), Map.of());
            }
            HookPlan plan = HookPlan.of(hooks, layers);
            Map<String, NDArray> kept = new LinkedHashMap<>();
            while (plan.needsFunction()) {
                HookPlan until = plan.untilFunction();
                Map<String, NDArray> results = execute(z, until, false, pass);
                until.captured(results, kept);
                plan = plan.afterFunction(results);
            }
            Map<String, NDArray> results = execute(z, plan, true, pass);
            plan.captured(results, kept);
            NDArray images = results.get(HookableModule.imagesKey());
            return new Run(description.range().toSigned(images), kept);
        }
    }

    private Map<String, NDArray> execute(NDArray z, HookPlan plan, boolean images, Pass pass) {
        Map<String, NDArray> results = module.run(z, plan.points(), plan.feeds(), images, pass.training());
        plan.requireFired(results);
        return results;
    }

    @Override
    public NDArray activation(NDArray z, String layer, Pass pass) {
        description.latents().check(z);
        requireLayer(layer);
        try (GradScope scope = GradScope.of(pass.gradient())) {
            HookPoint point = HookPoint.capture(layer, "activation");
            NDArray activation = module.run(z, List.of(point), Map.of(), false, pass.training())
                    .get("activation");
            if (activation == null) {
                throw new InterpException("layer '" + layer + "' did not run in this pass: it is in a branch that these"
                        + " latents do not take");
            }
            return activation;
        }
    }

    private void requireLayer(String layer) {
        if (layers.isEmpty()) {
            // The archive knows why: a frozen one has no submodule calls.
            module.archive().withHooks("probe", List.of(HookPoint.capture(layer, "probe")), true);
        }
        layers.named(layer);
    }

    @Override
    public Generator rectified(String layer) {
        requireLayer(layer);
        return of(module.snapshot().rectified(layer), name, description, parent);
    }

    @Override
    public Generator copy() {
        return of(module.snapshot(), name, description, parent);
    }

    /**
     * Writes {@code generator.pt}, which PyTorch can load too, and {@code generator.json} into a directory.
     *
     * @param directory the directory; written beside it under a temporary name, then moved
     */
    @Override
    public void save(Path directory) {
        TorchArchive archive = module.snapshot();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", "interp-torchscript");
        json.put("version", 1);
        json.put("name", name);
        json.putAll(description.toJson());
        SafeWrite.replaceDirectory(directory, temporary -> {
            SafeWrite.file(temporary.resolve(WEIGHTS), archive::write);
            Json.write(ModelDescription.fileBeside(temporary.resolve(WEIGHTS)), json);
        });
    }

    @Override
    public void close() {
        module.close();
    }

    /** {@return name, latents, image shape and the table of layers} */
    @Override
    public String toString() {
        return "generator '" + name + "', latents " + latents().dimension() + " "
                + latents().prior() + ", images " + imageShape + "\n" + layers;
    }
}
